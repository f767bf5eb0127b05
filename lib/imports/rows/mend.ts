import { Refusal } from "@/lib/contract/errors";
import { columnsOfSchema, type SchemaColumn } from "@/lib/schema/columns";
import { isJsonTextError } from "@/lib/schema/json-error";
import { readValue } from "@/lib/schema/json-text";
import { membersOf, memberText } from "../files/json-columns";
import { type Cell, isTableRow, type JsonRow, type SourceRow } from "../files/source-row";
import { coerce } from "../mapping/coerce";
import { coercionOf, fieldAt, type Mapping } from "../mapping/mapping";

/** What was mended of a row: cells by their columns, or the text of a row of JSON anew. */
export type Mends = Readonly<Record<string, string>>;

const TEXT = "text";

/** A row with what somebody mended of it; what its reader found odd about it no longer counts. */
export function withMends(row: SourceRow, mends: Mends | undefined): SourceRow {
  if (!mends || Object.keys(mends).length === 0) return row;
  if (!isTableRow(row)) return { line: row.line, ...readValue(mends[TEXT] ?? row.text) };
  const cells = [...row.cells];
  for (const [column, value] of Object.entries(mends)) {
    while (cells.length < Number(column)) cells.push("");
    cells[Number(column)] = value;
  }
  return { line: row.line, cells };
}

/** A kept row as it stands in the file. */
export function sourceOf({ cells, text }: { cells: string | null; text: string | null }, line: number): SourceRow {
  if (text !== null) return { line, ...readValue(text) };
  return { line, cells: JSON.parse(cells ?? "[]") as Cell[] };
}

/** What a person says about a row: a cell of it, or the whole text of a row of JSON. */
export type Said = { column: number; value: string } | { text: string };

/** How a row is mended so that it says what a person wants. Throws invalid for what no row can say. */
export function mendsFor(
  row: SourceRow,
  said: readonly Said[],
  { mapping, schemaText }: { mapping: Mapping; schemaText: string },
): Mends {
  const wrong = (message: string) => new Refusal("invalid", { message: `fixes: row ${row.line} ${message}` });
  if (isTableRow(row)) {
    const cells = said.map((one) => {
      if ("text" in one) throw wrong("has cells; say which column holds which value");
      return [String(one.column), one.value] as const;
    });
    return Object.fromEntries(cells);
  }
  const fields = columnsOfSchema(JSON.parse(schemaText));
  let now: JsonRow = row;
  for (const one of said) {
    const text = "text" in one ? one.text : withMember(now, one, mapping, fields);
    if (text === undefined) throw wrong("is no JSON object; send its text anew");
    try {
      now = { line: row.line, ...readValue(text) };
    } catch (error) {
      if (isJsonTextError(error)) throw wrong(`cannot be read: ${error.message}`);
      throw error;
    }
  }
  return { [TEXT]: now.text };
}

/** The text of a row of JSON with one member as a person typed it; an empty cell takes the member away. */
function withMember(
  row: JsonRow,
  { column, value }: { column: number; value: string },
  mapping: Mapping,
  fields: readonly SchemaColumn[],
): string | undefined {
  const members = membersOf(row);
  const mapped = mapping.columns.find((each) => each.column === column);
  if (!members || !mapped) return undefined;
  const before = members.get(mapped.name);
  if (before && memberText(before) === value) return row.text;
  const texts = new Map([...members].map(([name, { text }]) => [name, text]));
  if (value === "") texts.delete(mapped.name);
  else texts.set(mapped.name, memberFrom(value, mapped, fields, typeof before?.value));
  const said = [...texts].map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${said.join(",")}}`;
}

/** What was typed as the JSON that the field asks for, or else as what stood there before; a text where neither tells. */
function memberFrom(
  typed: string,
  { pointer, coerce: reading }: Mapping["columns"][number],
  fields: readonly SchemaColumn[],
  before: string,
): string {
  const text = JSON.stringify(typed);
  // How the column is read makes the value of a text, too.
  if (reading !== "as-is") return text;
  const field = pointer === null ? undefined : fieldAt(fields, pointer);
  const told = field !== undefined && field.type !== "any";
  const kind = told ? coercionOf(field) : before === "string" || before === "undefined" ? "text" : "json";
  const value = coerce(typed, { coerce: kind }, field);
  return "json" in value ? value.json : text;
}
