import { library, textOfStart } from "@/lib/schema/library/library";
import type { StartingSchema } from "@/lib/schema/library/starting-schema";
import {
  likelyDisplayName,
  likelyIdentifier,
  readSample,
  readSchema,
  type SourceRead,
  topFields,
} from "@/lib/schema/source";

/** Where a new resource's schema comes from. */
export const sources = ["library", "sample", "schema", "empty"] as const;
export type Source = (typeof sources)[number];

export type SourceValues = {
  name: string;
  description: string;
  source: Source;
  /** Which of the library's schemas. */
  startId: string;
  sampleText: string;
  schemaText: string;
  /** Empty: the likely one. */
  identifierKey: string;
  /** Empty: the likely one; "-": none. */
  displayNameKey: string;
};

export const emptyValues = (source: Source): SourceValues => ({
  name: "",
  description: "",
  source,
  startId: library[0]?.id ?? "",
  sampleText: "",
  schemaText: "",
  identifierKey: "",
  displayNameKey: "",
});

/** Chosen on purpose, where no field names the record. */
export const noDisplayName = "-";

/** The schema of the library that is started from; undefined where another source is chosen. */
export function startOf({ source, startId }: SourceValues): StartingSchema | undefined {
  return source === "library" ? library.find(({ id }) => id === startId) : undefined;
}

/** What stands in the box now; undefined while it is empty. */
export function readSource(values: SourceValues): SourceRead | undefined {
  const { source, sampleText, schemaText } = values;
  const start = startOf(values);
  if (start) return { ok: true, schema: start.schema, sample: start.samples[0] };
  if (source === "empty") return { ok: true, schema: { type: "object" } };
  const text = source === "sample" ? sampleText : schemaText;
  if (text.trim() === "") return undefined;
  return source === "sample" ? readSample(text) : readSchema(text);
}

/** The keys as they will be sent: what was chosen where it is still a field, else the likely ones. */
export function keysOf(values: SourceValues, read: SourceRead | undefined) {
  if (!read?.ok) return { identifierKey: "id", displayNameKey: undefined, fields: [] };
  const fields = topFields(read.schema);
  const start = startOf(values);
  const identifierKey = fields.includes(values.identifierKey)
    ? values.identifierKey
    : (start?.identifierKey ?? likelyIdentifier(read.schema));
  const chosen = values.displayNameKey;
  const likely = start?.displayNameKey ?? likelyDisplayName(read.schema);
  const kept = chosen === noDisplayName ? undefined : fields.includes(chosen) ? chosen : likely;
  return { identifierKey, displayNameKey: kept, fields };
}

/** The part of the body that POST of a connection and of a resource share; a schema goes as the author wrote it. */
export function sourceBody(values: SourceValues, read: SourceRead): string {
  const { identifierKey, displayNameKey } = keysOf(values, read);
  const { name, description, source } = values;
  const members: [string, string][] = [
    ["name", JSON.stringify(name.trim())],
    ["identifierKey", JSON.stringify(identifierKey)],
  ];
  if (displayNameKey) members.push(["displayNameKey", JSON.stringify(displayNameKey)]);
  if (description.trim()) members.push(["description", JSON.stringify(description.trim())]);
  if (source === "sample" && read.ok) members.push(["sampleData", JSON.stringify(read.sample)]);
  const start = startOf(values);
  if (start) members.push(["schema", textOfStart(start)]);
  if (source === "schema") members.push(["schema", values.schemaText]);
  if (source === "empty") members.push(["schema", '{"type":"object"}']);
  return members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",");
}
