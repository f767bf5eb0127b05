import { printExact } from "@/lib/schema/exact-json";
import { isJsonTextError } from "@/lib/schema/json-error";
import { readValue } from "@/lib/schema/json-text";
import { type Cell, cellText, NOT_WORKED_OUT } from "../files/source-row";
import { closest, plain } from "./closest";
import { type Coercion, coercionOf, type Field, type Reading } from "./mapping";
import { type DateOrder, readDate, readDateTime } from "./read-date";
import { readNumber } from "./read-number";

/** What became of a cell: the JSON of its value, and whether that is read otherwise than it stood; or what is wrong. */
export type Coerced = { json: string; changed: boolean } | { wrong: string; cause: string; suggestion?: string };

const TRUE = ["true", "yes", "y", "1", "on", "wahr", "ja", "j", "vrai", "oui", "verdadero", "sí", "si"];
const FALSE = ["false", "no", "n", "0", "off", "falsch", "nein", "faux", "non", "falso"];
const SERIAL_DAYS_MAX = 2_958_465;
const DAY_MS = 86_400_000;
const QUOTED_FORMULA = /^'(?=[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/;
const NOT_STORED = /\u0000|\p{Surrogate}/u;

/** Reads a cell that is not blank. Never throws: what does not fit is told, with what it should be. */
export function coerce(cell: Cell, reading: Reading, field: Field | undefined): Coerced {
  const typed = cellText(cell);
  if (NOT_STORED.test(typed))
    return { wrong: "holds a character that cannot be stored (U+0000, or half of one)", cause: "character" };
  if (typeof cell === "object" && "full" in cell)
    return {
      wrong: "fills its cell to the last character, so that its end may be missing; put the whole text here",
      cause: "full",
    };
  if (reading.values && Object.hasOwn(reading.values, typed))
    return { json: printExact(reading.values[typed]), changed: reading.values[typed] !== typed };
  if (reading.coerce === "text") return textValue(typed, typed);
  if (typeof cell === "object" && "error" in cell) return { wrong: errorWords(cell.error), cause: "error" };
  return coerceAs(reading.coerce === "as-is" ? coercionOf(field) : reading.coerce, cell, reading, field);
}

const errorWords = (error: string) =>
  error === NOT_WORKED_OUT
    ? "is a formula that was never worked out; open the file in a spreadsheet and save it"
    : `is the error ${error} of the spreadsheet`;

function coerceAs(kind: Coercion, cell: Cell, reading: Reading, field: Field | undefined): Coerced {
  const typed = cellText(cell);
  switch (kind) {
    case "text":
    case "as-is":
      return asIs(cell, typed, field);
    case "number":
    case "integer":
      return number(cell, typed, reading.decimal ?? ".", kind === "integer");
    case "boolean":
      return boolean(typed);
    case "date":
    case "date-time":
      return date(cell, typed, kind, reading.dateOrder ?? null);
    case "choice":
      return choice(typed, field?.choices ?? []);
    case "list":
      return list(typed, reading, field);
    case "json":
      return json(typed);
  }
}

const textValue = (text: string, typed: string): Coerced => ({ json: JSON.stringify(text), changed: text !== typed });

function asIs(cell: Cell, typed: string, field: Field | undefined): Coerced {
  if (typeof cell === "object" && field?.type !== "text") {
    if ("number" in cell) return number(cell, typed, ".", false);
    if ("boolean" in cell) return { json: typed, changed: false };
  }
  return textValue(typed.replace(QUOTED_FORMULA, ""), typed);
}

function number(cell: Cell, typed: string, decimal: "." | ",", whole: boolean): Coerced {
  const own = typeof cell === "object" && "number" in cell;
  const read = readNumber(typed, own ? "." : decimal);
  const number = whole ? read?.replace(/\.0+$/, "") : read;
  if (number !== undefined && !(whole && number.includes("."))) return { json: number, changed: number !== typed };
  const cause = whole ? "integer" : "number";
  const wrong = whole ? "is not a whole number" : "is not a number";
  const other = readNumber(typed, decimal === "," ? "." : ",");
  if (other === undefined || read !== undefined) return { wrong, cause };
  return { wrong, cause, suggestion: decimal === "," ? other.replace(".", ",") : other };
}

function boolean(typed: string): Coerced {
  const word = typed.trim().toLowerCase();
  const json = TRUE.includes(word) ? "true" : FALSE.includes(word) ? "false" : undefined;
  return json ? { json, changed: json !== typed } : { wrong: "is neither yes nor no", cause: "boolean" };
}

function date(cell: Cell, typed: string, kind: "date" | "date-time", order: DateOrder): Coerced {
  const text = typeof cell === "object" && "number" in cell ? (dayOfSerial(cell.number) ?? typed) : typed;
  const read = (kind === "date" ? readDate : readDateTime)(text, order);
  if (read !== undefined) return { json: JSON.stringify(read), changed: read !== typed };
  const day = /^(\d{4}-\d{2}-\d{2})T/.exec(readDateTime(text, order) ?? "")?.[1];
  if (day !== undefined)
    return { wrong: "is a date with a time, where a date alone is asked for", cause: "date", suggestion: day };
  const others = new Set([readDateTime(text, "dmy"), readDateTime(text, "mdy")].flatMap((one) => one ?? []));
  if (others.size === 2) {
    const [one, other] = [...others].map((moment) => moment.slice(0, 10));
    return { wrong: `can mean ${one} and ${other}; say in which order its dates are written`, cause: "date order" };
  }
  const [only] = others;
  const wanted = kind === "date" ? "a date, such as 2026-11-23" : "a date and time, such as 2026-11-23T12:00:00Z";
  const suggestion = kind === "date" ? only?.slice(0, 10) : only;
  return { wrong: `is not ${wanted}`, cause: kind, ...(suggestion !== undefined && { suggestion }) };
}

/** A date that a sheet shows as a plain number: days since the last of 1899. */
function dayOfSerial(digits: string): string | undefined {
  const days = Number(digits);
  if (!Number.isInteger(days) || days < 61 || days > SERIAL_DAYS_MAX) return undefined;
  return new Date(Date.UTC(1899, 11, 30) + days * DAY_MS).toISOString().slice(0, 10);
}

function choice(typed: string, choices: NonNullable<Field["choices"]>): Coerced {
  const shown = choices.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
  const exact = shown.indexOf(typed);
  const at = exact === -1 ? onlyMatch(shown, plain(typed)) : exact;
  if (at !== -1) return { json: JSON.stringify(choices[at]), changed: exact === -1 };
  const meant = closest(typed, shown);
  const some = shown.slice(0, 8).join(", ") + (shown.length > 8 ? ` and ${shown.length - 8} more` : "");
  const ask = meant === undefined ? "" : `; did you mean ${meant}?`;
  return {
    wrong: `is none of the choices ${some}${ask}`,
    cause: `choice ${typed.slice(0, 60)}`,
    ...(meant !== undefined && { suggestion: meant }),
  };
}

function onlyMatch(shown: readonly string[], meant: string): number {
  if (meant === "") return -1;
  const found = shown.flatMap((one, at) => (plain(one) === meant ? [at] : []));
  return found.length === 1 ? (found[0] ?? -1) : -1;
}

function list(typed: string, { separator, values: _values, ...reading }: Reading, field: Field | undefined): Coerced {
  if (/^\s*\[/.test(typed)) return json(typed);
  const item: Field | undefined = field?.item && {
    type: field.item.type,
    format: field.item.format,
    choices: field.item.choices,
  };
  const inner = { ...reading, coerce: coercionOf(item) };
  const parts = typed.split(separator || ";").flatMap((part) => (part.trim() === "" ? [] : [part.trim()]));
  const values: string[] = [];
  for (const part of parts) {
    const value = inner.coerce === "list" ? textValue(part, part) : coerce(part, inner, item);
    if ("wrong" in value)
      return { wrong: `has an item "${part.slice(0, 60)}" that ${value.wrong}`, cause: value.cause };
    values.push(value.json);
  }
  return { json: `[${values.join(",")}]`, changed: true };
}

function json(typed: string): Coerced {
  try {
    return { json: readValue(typed).text, changed: true };
  } catch (error) {
    if (!isJsonTextError(error)) throw error;
    return { wrong: "is not JSON", cause: "json" };
  }
}
