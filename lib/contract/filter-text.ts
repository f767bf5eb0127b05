import type { Condition, FieldType, Filter } from "./filters";

const RESERVED = /[:,();$]/g;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const LITERAL = /^(true|false|null|['=].*|)$/s;
const FIELD_TYPES: readonly string[] = ["text", "number", "date"];

/**
 * A filter in few and readable characters, for an address: `licence:ne:MIT,or(scope:eq:optional,size:gt:3)`. Commas
 * at the top mean and; `$3a` stands for a reserved character. `readFilter` gives the same filter back.
 */
export function printFilter(filter: Filter): string {
  if ("and" in filter && filter.and.length > 1) return filter.and.map(part).join(",");
  return part(filter);
}

function part(filter: Filter): string {
  if ("and" in filter) return `and(${filter.and.map(part).join(",")})`;
  if ("or" in filter) return `or(${filter.or.map(part).join(",")})`;
  if ("not" in filter) return `not(${part(filter.not)})`;
  if ("any" in filter) return `${printPointer(filter.pointer)}:any(${part(filter.any)})`;
  const { pointer, op, value, as } = filter;
  const said = `${printPointer(pointer)}:${op}`;
  if (value === undefined) return said;
  const printed = op === "in" && Array.isArray(value) ? value.map(printValue).join(";") : printValue(value);
  return `${said}:${printed}${as ? `:${as}` : ""}`;
}

/** A JSON pointer without its first slash and without what has a meaning in a filter's text. */
export const printPointer = (pointer: string): string => escaped(pointer.slice(1));

const escaped = (text: string) =>
  text.replace(RESERVED, (character) => `$${character.charCodeAt(0).toString(16).padStart(2, "0")}`);

/** The pointer that `printPointer` wrote. */
export const readPointer = (text: string): string => `/${unescaped(text)}`;

const unescaped = (text: string) =>
  text.replace(/\$([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

function printValue(value: unknown): string {
  if (typeof value === "string") return escaped(LITERAL.test(value) || NUMBER.test(value) ? `'${value}` : value);
  if (typeof value === "object" && value !== null) return `=${escaped(JSON.stringify(value))}`;
  return String(value);
}

function readValue(text: string): unknown {
  const plain = unescaped(text);
  if (plain.startsWith("'")) return plain.slice(1);
  if (plain.startsWith("=")) return JSON.parse(plain.slice(1));
  if (plain === "true" || plain === "false") return plain === "true";
  if (plain === "null") return null;
  return NUMBER.test(plain) ? Number(plain) : plain;
}

/** The filter of such a text; undefined when it is none, as somebody may have cut or typed it. */
export function readFilter(text: string): Filter | undefined {
  if (text === "") return undefined;
  try {
    const reader = { text, at: 0 };
    const parts = list(reader);
    if (reader.at < text.length) return undefined;
    return parts.length === 1 ? parts[0] : { and: parts };
  } catch {
    return undefined;
  }
}

type Reader = { text: string; at: number };

const WORD = /[^:,()]*/y;

function word(reader: Reader): string {
  WORD.lastIndex = reader.at;
  const found = WORD.exec(reader.text)?.[0] ?? "";
  reader.at += found.length;
  return found;
}

function took(reader: Reader, character: string): boolean {
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}

function list(reader: Reader): Filter[] {
  const parts = [one(reader)];
  while (took(reader, ",")) parts.push(one(reader));
  return parts;
}

function one(reader: Reader): Filter {
  const first = word(reader);
  if (took(reader, "(")) return closed(reader, joined(first, list(reader)));
  if (!took(reader, ":")) throw new SyntaxError("a condition has an operator");
  const pointer = readPointer(first);
  const op = word(reader);
  if (op === "any" && took(reader, "(")) return closed(reader, { pointer, any: only(list(reader)) });
  if (!took(reader, ":")) return { pointer, op } as Condition;
  const said = word(reader);
  const value = op === "in" ? (said === "" ? [] : said.split(";").map(readValue)) : readValue(said);
  const as = took(reader, ":") ? word(reader) : undefined;
  if (as !== undefined && !FIELD_TYPES.includes(as)) throw new SyntaxError("compared as text, number or date");
  return { pointer, op, value, ...(as && { as: as as FieldType }) } as Condition;
}

function closed(reader: Reader, filter: Filter): Filter {
  if (!took(reader, ")")) throw new SyntaxError("a bracket stays open");
  return filter;
}

function joined(how: string, parts: Filter[]): Filter {
  if (how === "and") return { and: parts };
  if (how === "or") return { or: parts };
  if (how === "not") return { not: only(parts) };
  throw new SyntaxError("joined by and, or, not");
}

const only = (parts: Filter[]): Filter => {
  const [first] = parts;
  return first && parts.length === 1 ? first : { and: parts };
};
