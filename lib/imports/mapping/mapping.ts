import { pointerNames, type SchemaColumn } from "@/lib/schema/columns";
import { pointerStep } from "@/lib/schema/json-error";

/**
 * How a cell becomes a value: `text` is what stands there and nothing else; `as-is` is what the schema asks for at the
 * place, or what the workbook says the cell is.
 */
export type Coercion =
  "as-is" | "text" | "number" | "integer" | "boolean" | "date" | "date-time" | "choice" | "list" | "json";

/** What a person may tell about the cells of a column. */
export type Reading = {
  coerce: Coercion;
  /** What stands before the fraction of a number; null: a point. */
  decimal?: "." | "," | null;
  /** How dates are written; null: any way that can be read in one way only. */
  dateOrder?: "ymd" | "dmy" | "mdy" | null;
  /** What stands between two items of a list; null: a semicolon. */
  separator?: string | null;
  /** Values that stand for others: what the cell says, and what the record holds instead. */
  values?: { [typed: string]: unknown };
};

/** Where one column of a file goes; `pointer` null leaves it out. `column` counts from 0. */
export type MappedColumn = Reading & { column: number; name: string; pointer: string | null };
/** A value that every record gets. */
export type MappedConstant = { pointer: string; value?: unknown };

export type Mapping = { columns: MappedColumn[]; constants: MappedConstant[]; blanksAsNull: boolean };

/** What a schema says about one place of a record, items of lists included. */
export type Field = Pick<SchemaColumn, "type" | "format" | "choices" | "item">;

const FORBIDDEN_NAME = "__proto__";
const LEVELS_MAX = 16;
const ITEMS_MAX = 1_000;

/** The mapping of rows of JSON that leaves them as they are. */
export function asTheyAre(names: readonly string[]): Mapping {
  return { columns: names.map(ownColumn), constants: [], blanksAsNull: false };
}

/** A member that goes where it stands. */
export const ownColumn = (name: string, column: number): MappedColumn => {
  return { column, name, pointer: pointerStep(name), coerce: "as-is" };
};

/** Whether rows of JSON become records just as they are. */
export function keepsAsIs({ columns, constants }: Mapping): boolean {
  const moved = columns.some(
    ({ name, pointer, coerce, values }) =>
      pointer !== pointerStep(name) || coerce !== "as-is" || Object.keys(values ?? {}).length > 0,
  );
  return constants.length === 0 && !moved;
}

/** What makes a mapping impossible to follow, as a sentence; undefined when nothing does. */
export function wrongMapping(mapping: Mapping, columnCount: number): string | undefined {
  const places: string[] = [];
  for (const { column, name, pointer } of mapping.columns) {
    if (!Number.isInteger(column) || column < 0 || column >= columnCount)
      return `There is no column ${column + 1} in this file: it has ${columnCount}`;
    if (pointer === null) continue;
    const wrong = wrongPointer(pointer);
    if (wrong) return `The column "${name}" cannot go to "${pointer}": ${wrong}`;
    places.push(pointer);
  }
  for (const { pointer } of mapping.constants) {
    const wrong = wrongPointer(pointer);
    if (wrong) return `A constant cannot go to "${pointer}": ${wrong}`;
    places.push(pointer);
  }
  return overlap(places);
}

function wrongPointer(pointer: string): string | undefined {
  if (!pointer.startsWith("/")) return "a place is a JSON pointer, such as /name or /owner/email";
  const names = pointerNames(pointer);
  if (names.includes(FORBIDDEN_NAME)) return `"${FORBIDDEN_NAME}" is no name of a field`;
  if (names.length > LEVELS_MAX) return `it is deeper than ${LEVELS_MAX} levels`;
  return names.some((name) => /^\d+$/.test(name) && Number(name) >= ITEMS_MAX)
    ? `a list is filled up to item ${ITEMS_MAX}`
    : undefined;
}

/** Two values for one place, or one inside the other. */
function overlap(places: readonly string[]): string | undefined {
  const sorted = [...places].sort((one, other) => (one + "/" < other + "/" ? -1 : 1));
  for (let at = 1; at < sorted.length; at++) {
    const [before = "", here = ""] = [sorted[at - 1], sorted[at]];
    if (here === before) return `Two values go to "${here}"; leave one of them out`;
    if (here.startsWith(before + "/")) return `"${here}" lies inside "${before}"; leave one of them out`;
  }
  return undefined;
}

/** What the schema says about a place; undefined where it says nothing. */
export function fieldAt(fields: readonly SchemaColumn[], pointer: string): Field | undefined {
  const own = fields.find((field) => field.pointer === pointer);
  if (own) return own;
  for (const list of fields) {
    if (list.item === undefined || !pointer.startsWith(list.pointer + "/")) continue;
    const inside = /^\/\d+(\/.*)?$/.exec(pointer.slice(list.pointer.length));
    if (inside) return inside[1] === undefined ? { ...list.item } : fieldAt(list.item.columns, inside[1]);
  }
  return undefined;
}

/** The reading that a field asks for. */
export function coercionOf(field: Field | undefined): Coercion {
  if (field?.choices && field.type !== "list") return "choice";
  switch (field?.type) {
    case "number":
    case "boolean":
    case "list":
      return field.type;
    case "date":
      return field.format === "date-time" ? "date-time" : "date";
    case "object":
      return "json";
    case "text":
    case "any":
    case undefined:
      return "as-is";
  }
}
