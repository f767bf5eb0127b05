import type { FieldFacts } from "./facts";
import type { JsonDocument, Path } from "./json-tree";
import { setKeyword, setTypes, setValue, typesAt, type TypeName } from "./keyword-edits";
import { textAt } from "./facts";

/** What a field holds, in the words that the builder offers. */
export const kinds = {
  text: { label: "Text", types: ["string"] },
  number: { label: "Number", types: ["number"] },
  integer: { label: "Whole number", types: ["integer"] },
  boolean: { label: "Yes or no", types: ["boolean"] },
  date: { label: "Date", types: ["string"], format: "date" },
  moment: { label: "Date and time", types: ["string"], format: "date-time" },
  object: { label: "Group of fields", types: ["object"] },
  array: { label: "List", types: ["array"] },
  any: { label: "Anything", types: [] },
} as const satisfies { [kind: string]: { label: string; types: readonly TypeName[]; format?: string } };

export type Kind = keyof typeof kinds;

/** The kind that a subschema is of; "several" where it allows more than one. */
export function kindAt(document: JsonDocument, path: Path): Kind | "several" {
  const types = (typesAt(document, path) ?? []).filter((type) => type !== "null");
  if (types.length === 0) return typesAt(document, path)?.length === 1 ? "several" : "any";
  if (types.length > 1) return "several";
  const format = textAt(document, path, "format");
  if (types[0] === "string") return format === "date" ? "date" : format === "date-time" ? "moment" : "text";
  return types[0] as Kind;
}

/** Makes a subschema be of a kind; whether it may be null stays as it was. */
export function setKind(document: JsonDocument, path: Path, kind: Kind): JsonDocument {
  const before = kindAt(document, path);
  const { types, format } = { format: undefined, ...kinds[kind] };
  const nullable = (typesAt(document, path) ?? []).includes("null") && types.length > 0;
  const typed = setTypes(document, path, nullable ? [...types, "null"] : types);
  if (format) return setValue(typed, path, "format", format);
  return before === "date" || before === "moment" ? setKeyword(typed, path, "format", undefined) : typed;
}

/** The schema that a new field of a kind begins with. */
export function sourceOfKind(kind: Kind): string {
  const { types, format } = { format: undefined, ...kinds[kind] };
  const members = [
    ...types.map((type) => `"type": ${JSON.stringify(type)}`),
    ...(format ? [`"format": ${JSON.stringify(format)}`] : []),
  ];
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}

/** What a row says beside a field's kind: its choices, bounds and format, in a few words. */
export function rulesInWords({ types, sources }: FieldFacts): string {
  const words: string[] = [];
  const add = (keyword: string, say: (source: string) => string) => {
    const source = sources.get(keyword);
    if (source !== undefined) words.push(say(source));
  };
  if (types.includes("null")) words.push(types.length > 1 ? "or null" : "null only");
  add("enum", (source) => `${countOf(source)} to choose from`);
  add("const", (source) => `always ${clipped(source)}`);
  add("format", (source) => clipped(source.slice(1, -1)));
  add("pattern", (source) => `matches ${clipped(source.slice(1, -1))}`);
  add("minLength", (least) => `≥ ${least} characters`);
  add("maxLength", (most) => `≤ ${most} characters`);
  add("minimum", (least) => `≥ ${least}`);
  add("exclusiveMinimum", (least) => `> ${least}`);
  add("maximum", (most) => `≤ ${most}`);
  add("exclusiveMaximum", (most) => `< ${most}`);
  add("multipleOf", (step) => `steps of ${step}`);
  add("minItems", (least) => `≥ ${least} items`);
  add("maxItems", (most) => `≤ ${most} items`);
  add("uniqueItems", (on) => (on === "true" ? "no item twice" : ""));
  add("additionalProperties", (on) => (on === "false" ? "no other fields" : ""));
  return words.filter((word) => word !== "").join(" · ");
}

const clipped = (text: string) => (text.length > 30 ? `${text.slice(0, 29)}…` : text);

function countOf(source: string): number {
  const value: unknown = JSON.parse(source);
  return Array.isArray(value) ? value.length : 0;
}
