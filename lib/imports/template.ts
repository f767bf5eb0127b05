import { stringify } from "csv-stringify/sync";
import type { Readable } from "node:stream";
import { pointerNames, type SchemaColumn } from "@/lib/schema/columns";
import { fieldsOf, type SchemaField } from "@/lib/schema/fields";
import type { SchemaNode } from "@/lib/schema/keywords";
import { withIdentifier } from "./mapping/suggest-mapping";
import { type SheetColumn, writeWorkbook } from "@/lib/records/workbook/write-workbook";
import { columnsOfSchema } from "@/lib/schema/columns";

const COLUMNS_MAX = 500;
const CHOICES_MAX = 1_000;
const BOOLEANS = ["yes", "no"];

/** The file as CSV: one line that names a column for each place of a record. */
export function csvTemplate(schemaText: string, identifierKey: string): Buffer {
  const titles = columnsFor(schemaText, identifierKey).map(({ title }) => title);
  // Spreadsheets take a file for UTF-8 when it begins with a mark.
  return Buffer.from(`\ufeff${stringify([titles], { record_delimiter: "windows" })}`);
}

/** The file as a workbook: the columns, with a list to choose from where the schema has one, and what each may hold. */
export function workbookTemplate(schemaText: string, identifierKey: string): Readable {
  const columns = columnsFor(schemaText, identifierKey);
  const fields = new Map(fieldsOf(JSON.parse(schemaText) as SchemaNode).map((field) => [field.pointer, field]));
  const about = columns.map((column) =>
    aboutRow(column, fields.get(column.pointer), column.pointer === `/${identifierKey}`),
  );
  const titles = ["Column", "Holds", "Required", "Rules", "Description"];
  return writeWorkbook([
    { name: "Records", columns, rows: [] },
    { name: "About the columns", columns: titles.map((title) => ({ title, format: "text" })), rows: about },
  ]);
}

type TemplateColumn = SheetColumn & { pointer: string; isList: boolean };

function columnsFor(schemaText: string, identifierKey: string): TemplateColumn[] {
  const fields = withIdentifier(columnsOfSchema(JSON.parse(schemaText)), identifierKey);
  return fields.flatMap((field) => leavesOf(field, fields, "", "")).slice(0, COLUMNS_MAX);
}

/** A field as the columns that fill it: one, or those of the first item where it is a list of groups. */
function leavesOf(field: SchemaColumn, all: readonly SchemaColumn[], above: string, title: string): TemplateColumn[] {
  const pointer = above + field.pointer;
  const name = [...(title === "" ? [] : [title]), ...pointerNames(field.pointer)].join(".");
  if (field.type === "object" && all.some((other) => other.pointer.startsWith(`${field.pointer}/`))) return [];
  const inside = field.item?.columns ?? [];
  if (field.type === "list" && inside.length > 0)
    return inside.flatMap((item) => leavesOf(item, inside, `${pointer}/0`, `${name}[0]`));
  return [{ title: name, pointer, isList: field.type === "list", format: formatOf(field), ...choicesOf(field) }];
}

function formatOf({ type, format, choices }: SchemaColumn): SheetColumn["format"] {
  if (type === "number" && !choices) return "number";
  return type === "date" && format === "date" ? "date" : "text";
}

function choicesOf({ type, choices }: SchemaColumn): { choices?: readonly string[] } {
  if (type === "boolean" && !choices) return { choices: BOOLEANS };
  const words = choices?.flatMap((choice) => (choice === null ? [] : [String(choice)])) ?? [];
  return words.length > 0 && words.length <= CHOICES_MAX ? { choices: words } : {};
}

function aboutRow({ title, isList }: TemplateColumn, field: SchemaField | undefined, isIdentifier: boolean): string[] {
  const rules = field?.rules ?? [];
  return [
    title,
    field?.type ?? "text",
    field?.required || isIdentifier ? "yes" : "",
    [...rules, ...(isList ? ["several are written with ; between them"] : [])].join("; "),
    field?.description ?? (isIdentifier ? "The record's id" : ""),
  ];
}
