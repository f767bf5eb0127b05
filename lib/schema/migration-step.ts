/** What is done to records so that they fit a new schema: one step after the other. Pointers lead through groups of fields, never through lists. */
export type MigrationStep =
  | { kind: "rename"; from: string; to: string }
  | { kind: "default"; pointer: string; value: unknown }
  | { kind: "coerce"; pointer: string; to: CoercionTarget }
  | { kind: "drop"; pointer: string };

/** What a value can be read as. */
export type CoercionTarget = "text" | "number" | "integer" | "boolean" | "date";
