import { columnsOfSchema } from "./columns";
import { pointerStep } from "./json-error";

export type FieldChoice = { pointer: string; label: string };

type Facts = { schema: Record<string, unknown>; identifierKey: string };

/** The places of a record that a column can fill, each as people call it; what holds only others is none. */
export function fieldChoices({ schema, identifierKey }: Facts): FieldChoice[] {
  const declared = columnsOfSchema(schema)
    .filter(({ type }) => type !== "object")
    .map(({ pointer, label, within }) => ({ pointer, label: [...within, label].join(" › ") }));
  const identifier = pointerStep(identifierKey);
  if (declared.some(({ pointer }) => pointer === identifier)) return declared;
  return [{ pointer: identifier, label: identifierKey }, ...declared];
}

/** Where a column goes that no declared field is for, under its own name; undefined where the schema takes no others. */
export function ownPlace(schema: Record<string, unknown>, name: string): string | undefined {
  return schema.additionalProperties === false || name === "" ? undefined : pointerStep(name);
}

/** Names of fields that a record has to have and no column fills. */
export function missingFields({ schema, identifierKey }: Facts, filled: ReadonlySet<string>): string[] {
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return [...new Set([identifierKey, ...required])].filter((name) => {
    const pointer = pointerStep(name);
    return ![...filled].some((one) => one === pointer || one.startsWith(`${pointer}/`));
  });
}
