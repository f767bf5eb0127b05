import { pointerNames, type SchemaColumn } from "@/lib/schema/columns";
import { pointerStep } from "@/lib/schema/json-error";
import { likeness } from "@/lib/schema/likeness";
import { OWN_COLUMNS } from "../files/header";
import { cellText, type TableRow } from "../files/source-row";
import { coerce } from "./coerce";
import { coercionOf, type Field, fieldAt, type MappedColumn, type Mapping, type Reading } from "./mapping";
import { likelyOrder, readDateTime } from "./read-date";
import { likelyDecimal } from "./read-number";

const ALIKE_MIN = 0.6;
const COLUMNS_MAX = 500;
const SAMPLES_MAX = 50;
/** What is longer tells no more, and patterns would look at it for seconds. */
const SAMPLE_MAX = 300;
const SEPARATORS = [";", ",", "|", "\n"];

/** A place of the schema that a column can go to, with the names that people give it. */
type Place = { pointer: string; names: string[]; field: Field };
type Pair = { column: number; pointer: string; score: number };

/**
 * Where each column most likely goes, by its name, then by what its first rows hold. Each place is given once; a column
 * that fits nowhere is left out, unless the schema names no places at all: then each keeps its own name.
 */
export function suggestMapping(
  columns: readonly string[],
  samples: readonly TableRow[],
  fields: readonly SchemaColumn[],
  identifierKey = "id",
): Mapping {
  const known = withIdentifier(fields, identifierKey);
  const texts = columns.map((_, column) => textsOf(samples, column));
  const goesTo = fields.length === 0 ? ownNames(columns) : matched(columns, texts, known);
  const mapped = columns.map((name, column): MappedColumn => {
    const pointer = goesTo.get(column) ?? null;
    const field = pointer === null ? undefined : fieldAt(known, pointer);
    return { column, name, pointer, ...readingFor(field, texts[column] ?? []) };
  });
  return { columns: mapped, constants: [], blanksAsNull: false };
}

/** The fields of a schema with the identifier, which every record has whether or not the schema names it. */
export function withIdentifier(fields: readonly SchemaColumn[], identifierKey: string): readonly SchemaColumn[] {
  const pointer = pointerStep(identifierKey);
  if (fields.some((field) => field.pointer === pointer)) return fields;
  return [{ pointer, label: identifierKey, within: [], type: "text" }, ...fields];
}

/** How the cells of a column are read when they go to a field. */
function readingFor(field: Field | undefined, texts: readonly string[]): Reading {
  const reading: Reading = { coerce: coercionOf(field) };
  const kind = reading.coerce === "list" ? field?.item?.type : field?.type;
  if (kind === "number") reading.decimal = likelyDecimal(texts);
  if (kind === "date") reading.dateOrder = likelyOrder(texts);
  if (reading.coerce === "list") reading.separator = likelySeparator(texts);
  return reading;
}

function likelySeparator(texts: readonly string[]): string {
  const uses = SEPARATORS.map((separator) => ({
    separator,
    times: texts.filter((text) => text.includes(separator)).length,
  }));
  return uses.reduce((best, use) => (use.times > best.times ? use : best)).separator;
}

function textsOf(samples: readonly TableRow[], column: number): string[] {
  const texts = samples.slice(0, SAMPLES_MAX).map(({ cells }) => cellText(cells[column]).slice(0, SAMPLE_MAX).trim());
  return texts.filter((text) => text !== "");
}

function ownNames(columns: readonly string[]): Map<number, string> {
  return new Map(columns.map((name, column) => [column, pointerStep(name)]));
}

function matched(
  columns: readonly string[],
  texts: readonly string[][],
  fields: readonly SchemaColumn[],
): Map<number, string> {
  const places = placesOf(fields);
  const goesTo = new Map<number, string>();
  const taken = new Set<string>();
  const take = ({ column, pointer }: Pair) => {
    if (goesTo.has(column) || taken.has(pointer)) return;
    if ([...taken].some((other) => other.startsWith(pointer + "/") || pointer.startsWith(other + "/"))) return;
    goesTo.set(column, pointer);
    taken.add(pointer);
  };
  const byName = columns
    .slice(0, COLUMNS_MAX)
    .flatMap((name, column) => named(name, column, texts[column] ?? [], places, fields));
  byName.sort((one, other) => other.score - one.score).forEach(take);
  const free = places.filter(({ pointer }) => !taken.has(pointer));
  const left = columns.flatMap((_, column) => (goesTo.has(column) ? [] : [column]));
  onlyFits(left, texts, free).forEach(take);
  return goesTo;
}

/** Every place that a record can have a value at, lists whole. Groups of fields are filled through what is inside. */
function placesOf(fields: readonly SchemaColumn[]): Place[] {
  return fields
    .filter(
      ({ pointer, type }) => type !== "object" || !fields.some((other) => other.pointer.startsWith(pointer + "/")),
    )
    .map((field) => {
      const path = pointerNames(field.pointer);
      const names = [path.join("."), [...field.within, field.label].join(" "), path.at(-1) ?? "", field.label];
      return { pointer: field.pointer, names: [...new Set(names)], field };
    });
}

function named(
  name: string,
  column: number,
  texts: readonly string[],
  places: readonly Place[],
  fields: readonly SchemaColumn[],
): Pair[] {
  if (name.startsWith(OWN_COLUMNS)) return [];
  const path = name.split(/[./]|\[(\d+)\]/).filter((step) => step !== undefined && step !== "");
  const pointer = path.map(pointerStep).join("");
  if (path.length > 1 && fieldAt(fields, pointer)) return [{ column, pointer, score: 2 }];
  return places.flatMap((place) => {
    // The whole path counts a little more than a last name that several groups may share.
    const score = Math.max(...place.names.map((other, at) => likeness(name, other) - at / 100));
    return score < ALIKE_MIN
      ? []
      : [{ column, pointer: place.pointer, score: score + (fits(texts, place.field) ? 0.2 : 0) }];
  });
}

/** Columns whose cells are all of a kind that one place alone asks for, and no other column has. */
function onlyFits(columns: readonly number[], texts: readonly string[][], places: readonly Place[]): Pair[] {
  const pairs = columns.flatMap((column) =>
    places
      .filter(({ field }) => isTelling(field) && fits(texts[column] ?? [], field))
      .map(({ pointer }) => ({ column, pointer, score: 0 })),
  );
  return pairs.filter(
    (pair) => pairs.filter(({ column, pointer }) => column === pair.column || pointer === pair.pointer).length === 1,
  );
}

const formats: ReadonlyMap<string, RegExp> = new Map([
  ["email", /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ["uuid", /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i],
  ["uri", /^[a-z][a-z0-9+.-]*:\/\/\S+$/i],
  ["ipv4", /^\d{1,3}(?:\.\d{1,3}){3}$/],
]);

/** Whether values of a field can be told from any other text. */
function isTelling({ type, format, choices }: Field): boolean {
  return type === "date" || formats.has(format ?? "") || (type === "text" && (choices?.length ?? 0) > 1);
}

function fits(texts: readonly string[], field: Field): boolean {
  if (texts.length === 0) return false;
  const format = formats.get(field.format ?? "");
  if (format) return texts.every((text) => format.test(text));
  if (field.type === "date") return texts.every((text) => readDateTime(text, "dmy") ?? readDateTime(text, "mdy"));
  const reading = readingFor(field, texts);
  return texts.every((text) => "json" in coerce(text, reading, field));
}
