import { pointerStep } from "./json-error";
import type { SchemaNode } from "./keywords";
import { observe, startObserving, type Kind, type Observed } from "./observe";

export interface InferOptions {
  /** Whether texts that are all dates, addresses and the like become that; on unless told otherwise. */
  formats?: boolean;
  /** Whether what every record has becomes required, and a few texts that repeat a choice; both off unless asked for. */
  required?: boolean;
  choices?: boolean;
}

/** Something that the records make likely, and a person decides. */
export type InferSuggestion =
  { kind: "required"; pointer: string } | { kind: "choices"; pointer: string; values: readonly string[] };

export interface InferredFromMany {
  schema: SchemaNode;
  suggestions: InferSuggestion[];
  /** How many of the records were read: the first ones, as far as the bounds reach. */
  read: number;
}

const RECORDS_MAX = 5_000;
const VALUES_MAX = 500_000;
const SUBSCHEMAS_MAX = 2_000;
const SUGGESTIONS_MAX = 300;
// A list of choices is believed when each was met three times on average, and there were enough to judge by.
const CHOICE_TIMES = 3;
const CHOICE_COUNT_MIN = 10;

/**
 * A schema that describes many records: every type that was met, groups and lists inside, and the format that all texts
 * of a place share. Null alone says nothing. Records are objects as JSON.parse or parseExact made them.
 */
export function inferFromMany(records: Iterable<unknown>, options: InferOptions = {}): InferredFromMany {
  const seen = startObserving();
  let read = 0;
  let values = 0;
  for (const record of records) {
    if (read >= RECORDS_MAX || values >= VALUES_MAX) break;
    values += observe(seen, record);
    read++;
  }
  const making: Making = { options, suggestions: [], left: SUBSCHEMAS_MAX };
  const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", ...described(seen, "", making) };
  return { schema: read === 0 ? { ...schema, type: "object" } : schema, suggestions: making.suggestions, read };
}

type Making = { options: InferOptions; suggestions: InferSuggestion[]; left: number };

function described(seen: Observed, pointer: string, making: Making): SchemaNode {
  making.left--;
  const types = typesOf(seen.kinds);
  if (types.length === 0 || (types.length === 1 && types[0] === "null")) return {};
  const node: SchemaNode = { type: types.length === 1 ? types[0] : types };
  const [format] = seen.formats;
  if (seen.kinds.has("string") && format !== undefined && making.options.formats !== false) node.format = format;
  const choices = choicesOf(seen, types);
  if (choices) {
    suggest(making, { kind: "choices", pointer, values: choices });
    if (making.options.choices && types.every((type) => type === "string" || type === "null")) {
      delete node.format;
      node.enum = types.includes("null") ? [...choices, null] : choices;
    }
  }
  if (seen.beyond) return node;
  if (seen.kinds.has("object")) Object.assign(node, membersOf(seen, pointer, making));
  // Items that were all null are {} as well: whoever merges this must know that there were some.
  if (seen.items && making.left > 0) node.items = described(seen.items, `${pointer}/*`, making);
  return node;
}

function membersOf(seen: Observed, pointer: string, making: Making): SchemaNode {
  const properties: [string, SchemaNode][] = [];
  const always: string[] = [];
  for (const [name, member] of seen.members) {
    if (making.left <= 0) break;
    const at = pointer + pointerStep(name);
    properties.push([name, described(member, at, making)]);
    if (member.count !== seen.objects) continue;
    always.push(name);
    suggest(making, { kind: "required", pointer: at });
  }
  const required = making.options.required && always.length > 0 ? { required: always } : {};
  return { properties: Object.fromEntries(properties), ...required };
}

function suggest(making: Making, suggestion: InferSuggestion): void {
  if (making.suggestions.length < SUGGESTIONS_MAX) making.suggestions.push(suggestion);
}

const ORDER: readonly Kind[] = ["string", "integer", "fraction", "boolean", "object", "array", "null"];

/** Types as JSON Schema has them: whole numbers beside fractions are numbers. */
function typesOf(kinds: ReadonlySet<Kind>): string[] {
  const found = ORDER.filter((kind) => kinds.has(kind) && !(kind === "integer" && kinds.has("fraction")));
  return found.map((kind) => (kind === "fraction" ? "number" : kind));
}

function choicesOf(seen: Observed, types: readonly string[]): string[] | undefined {
  if (!seen.texts || !types.includes("string") || seen.formats.length > 0) return undefined;
  const times = [...seen.texts.values()].reduce((sum, count) => sum + count, 0);
  if (times < CHOICE_COUNT_MIN || times < CHOICE_TIMES * seen.texts.size) return undefined;
  return [...seen.texts.keys()].sort();
}
