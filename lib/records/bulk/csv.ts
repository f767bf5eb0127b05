import { stringify } from "csv-stringify/sync";
import { pointerNames } from "@/lib/schema/columns";
import type { Resource } from "@/lib/connections/resource";

const LEVELS_MAX = 4;
const COLUMNS_MAX = 500;

export type Column = { title: string; path: string[] };
type Row = { id: string; cells: (string | null)[]; revision: number; created: string; updated: string };

/** Columns of a file: those asked for, else every place that the schema names, objects opened. The id stands before them. */
export function columnsOf(
  resource: Pick<Resource, "schema_text" | "identifier_key">,
  asked?: readonly string[],
): Column[] {
  const paths = asked?.map(pointerNames) ?? leaves(JSON.parse(resource.schema_text) as unknown, []);
  const beside = paths.filter((path) => path.length !== 1 || path[0] !== resource.identifier_key);
  return beside.slice(0, COLUMNS_MAX).map((path) => ({ title: path.join("."), path }));
}

function leaves(schema: unknown, path: string[]): string[][] {
  const properties =
    typeof schema === "object" && schema !== null && "properties" in schema ? (schema.properties as object) : {};
  const names = Object.entries(properties ?? {});
  if (names.length === 0 || path.length === LEVELS_MAX) return path.length ? [path] : [];
  return names.flatMap(([name, inside]) => leaves(inside, [...path, name]));
}

/** Spreadsheets take a file for UTF-8 when it begins with this. */
const MARK = "\ufeff";

/** The first line of a file. */
export function csvHead(columns: readonly Column[]): Buffer {
  const titles = ["id", ...columns.map(({ title }) => title), "revision", "createdAt", "updatedAt"];
  return Buffer.from(csvText([titles.map(safeText)], { first: true }));
}

/** The lines of some records. Texts that a spreadsheet would run are shown as texts; numbers keep every digit. */
export function csvRows(rows: readonly Row[]): Buffer {
  const lines = rows.map(({ id, cells, revision, created, updated }) => [
    safeText(id),
    ...cells.map(cellText),
    String(revision),
    created,
    updated,
  ]);
  return Buffer.from(csvText(lines));
}

/** Lines as CSV (RFC 4180). first: they begin the file. */
export function csvText(lines: readonly (readonly string[])[], { first = false } = {}): string {
  const text = lines.length ? stringify(lines as string[][], { record_delimiter: "windows" }) : "";
  return first ? MARK + text : text;
}

function cellText(json: string | null): string {
  if (json === null || json === "null") return "";
  return json.startsWith('"') ? safeText(JSON.parse(json) as string) : json;
}

/** A leading quote stops a spreadsheet from taking a text for a formula; the full-width twins work in some of them, too. */
export function safeText(text: string): string {
  return /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
}
