/** A schema that is not served: where in it, and a sentence for its author. */
export class SchemaError extends Error {
  readonly code = "schema";
  readonly pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.name = "SchemaError";
    this.pointer = pointer;
  }
}

/** True for our refusal of a schema, whichever copy of the module made it. */
export function isSchemaError(error: unknown): error is SchemaError {
  return error instanceof Error && "code" in error && error.code === "schema";
}
