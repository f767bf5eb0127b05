import { pointerStep } from "./json-error";
import { isNode, type SchemaNode } from "./keywords";

/** One field of a schema, as a reader who writes no schemas wants to know it. */
export interface SchemaField {
  pointer: string;
  name: string;
  /** 0 for a field of the record itself. */
  level: number;
  /** Text, number, list of texts, one of 3 values, … */
  type: string;
  required: boolean;
  /** Format, bounds, pattern and choices, each a few words. */
  rules: string[];
  description: string | null;
}

const LEVELS_MAX = 6;
const FIELDS_MAX = 500;
const CHOICES_SHOWN = 6;

/** The fields that a schema declares, in its order, nested ones after their parent. */
export function fieldsOf(schema: SchemaNode): SchemaField[] {
  const found: SchemaField[] = [];
  collect(schema, { pointer: "", level: 0, root: schema }, found);
  return found;
}

type Within = { pointer: string; level: number; root: SchemaNode };

function collect(node: SchemaNode, within: Within, found: SchemaField[]): void {
  if (within.level >= LEVELS_MAX) return;
  for (const layer of layersOf(node, within.root)) {
    const properties = isNode(layer.properties) ? layer.properties : {};
    const required = new Set(listOf(layer.required));
    for (const [name, declared] of Object.entries(properties)) {
      if (found.length >= FIELDS_MAX) return;
      const pointer = within.pointer + pointerStep(name);
      const field = referredTo(declared, within.root);
      const { description } = field;
      found.push({
        pointer,
        name,
        level: within.level,
        type: typeInWords(field, within.root),
        required: required.has(name),
        rules: rulesInWords(field),
        description: typeof description === "string" ? description : null,
      });
      const inside = isNode(field.items) && !isNode(field.properties) ? referredTo(field.items, within.root) : field;
      collect(inside, { ...within, pointer, level: within.level + 1 }, found);
    }
  }
}

function layersOf(node: SchemaNode, root: SchemaNode): SchemaNode[] {
  return [node, ...listOf(node.allOf).map((part) => referredTo(part, root))];
}

/** The node behind a reference inside the schema; itself where there is none. */
function referredTo(schema: unknown, root: SchemaNode, hops = 0): SchemaNode {
  if (!isNode(schema)) return {};
  if (typeof schema.$ref !== "string" || !schema.$ref.startsWith("#/") || hops > 8) return schema;
  let node: unknown = root;
  for (const step of schema.$ref.slice(2).split("/")) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    node = isNode(node) ? node[key] : undefined;
  }
  const { $ref: _reference, ...own } = schema;
  return { ...referredTo(node, root, hops + 1), ...own };
}

const typeNames: Record<string, [one: string, many: string]> = {
  string: ["text", "texts"],
  number: ["number", "numbers"],
  integer: ["whole number", "whole numbers"],
  boolean: ["yes or no", "yes-or-no values"],
  object: ["group of fields", "groups of fields"],
  array: ["list", "lists"],
  null: ["nothing", "nothing"],
};

const formatNames: Record<string, string> = {
  date: "date",
  "date-time": "date and time",
  time: "time",
  email: "e-mail address",
  uri: "web address",
  url: "web address",
  uuid: "UUID",
  ipv4: "IPv4 address",
  ipv6: "IPv6 address",
  hostname: "host name",
};

function typeInWords(field: SchemaNode, root: SchemaNode): string {
  if (Array.isArray(field.enum)) return "choice";
  if (Object.hasOwn(field, "const")) return "fixed value";
  const types = listOf(field.type).length ? listOf(field.type) : field.type === undefined ? [] : [field.type];
  if (types.length === 0) return impliedType(field);
  const said = types.filter((type) => type !== "null").map((type) => nameOf(type, field, root));
  const words = said.join(" or ") || "nothing";
  return types.length > said.length && said.length ? `${words}, or null` : words;
}

function impliedType(field: SchemaNode): string {
  if (isNode(field.properties)) return "group of fields";
  if (field.anyOf || field.oneOf) return "one of several forms";
  return "anything";
}

function nameOf(type: unknown, field: SchemaNode, root: SchemaNode): string {
  const [one] = typeNames[String(type)] ?? [String(type)];
  if (type === "string" && typeof field.format === "string") return formatNames[field.format] ?? one;
  if (type !== "array" || !isNode(field.items)) return one;
  const items = referredTo(field.items, root);
  const many = typeNames[String(items.type)]?.[1];
  return Array.isArray(items.enum) ? "list of choices" : many ? `list of ${many}` : "list";
}

function rulesInWords(field: SchemaNode): string[] {
  const bound = (keyword: string, words: (value: string) => string) => {
    const value = field[keyword];
    return typeof value === "number" || typeof value === "string" ? [words(String(value))] : [];
  };
  const known = typeof field.format === "string" && Object.hasOwn(formatNames, field.format);
  return [
    ...choicesInWords(field),
    ...(known ? [] : bound("format", (format) => `format ${format}`)),
    ...bound("minLength", (least) => (least === "1" ? "not empty" : `at least ${least} characters`)),
    ...bound("maxLength", (most) => `at most ${most} character${most === "1" ? "" : "s"}`),
    ...bound("pattern", (pattern) => `matches ${pattern}`),
    ...bound("minimum", (least) => `at least ${least}`),
    ...bound("exclusiveMinimum", (least) => `more than ${least}`),
    ...bound("maximum", (most) => `at most ${most}`),
    ...bound("exclusiveMaximum", (most) => `less than ${most}`),
    ...bound("multipleOf", (step) => `a multiple of ${step}`),
    ...bound("minItems", (least) => `at least ${least} items`),
    ...bound("maxItems", (most) => `at most ${most} items`),
    ...(field.uniqueItems === true ? ["no item twice"] : []),
    ...(field.additionalProperties === false ? ["no other fields inside"] : []),
  ];
}

function choicesInWords(field: SchemaNode): string[] {
  if (Object.hasOwn(field, "const")) return [JSON.stringify(field.const)];
  const choices = listOf(field.enum).map((choice) => (typeof choice === "string" ? choice : JSON.stringify(choice)));
  if (choices.length === 0) return [];
  const shown = choices.slice(0, CHOICES_SHOWN).join(", ");
  return [choices.length > CHOICES_SHOWN ? `${shown} and ${choices.length - CHOICES_SHOWN} more` : shown];
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
