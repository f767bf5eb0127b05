import type { SchemaNode } from "../keywords";

/** A schema to start from, with all that a resource needs beside it. */
export interface StartingSchema {
  id: string;
  /** What the records are, in the plural. */
  title: string;
  /** What they prove, and to whom. */
  says: string;
  identifierKey: string;
  displayNameKey: string;
  /** Fields that lists of such records are filtered and sorted by most. */
  filterFields: readonly { pointer: string; type: "text" | "number" | "date" }[];
  schema: SchemaNode;
  samples: readonly SchemaNode[];
}

/** The edition that all of them are written in. */
export const EDITION = "https://json-schema.org/draft/2020-12/schema";
