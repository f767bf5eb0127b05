import { pointerNames } from "@/lib/schema/columns";
import { columnsOf } from "@/lib/records/bulk/csv";
import { pointerStep } from "@/lib/schema/json-error";

/** The place of a column that shows the whole record. */
const WHOLE_RECORD = "";

/**
 * The places that a table of records shows, as JSON pointers, the record's id first: those that were asked for, else
 * every place that the schema names, as the export of records has them. Where the schema names none, the whole record.
 */
export function columnsFor(
  schemaText: string,
  asked: readonly string[] | null,
  identifierKey = "id",
): readonly string[] {
  const id = pointerStep(identifierKey);
  const resource = { schema_text: schemaText, identifier_key: identifierKey };
  const named = columnsOf(resource, asked ?? undefined).map(({ path }) => path.map(pointerStep).join(""));
  const declared = asked?.length
    ? asked
    : named.length > 0 || namesId(schemaText, identifierKey)
      ? named
      : [WHOLE_RECORD];
  return [id, ...new Set(declared.filter((pointer) => pointer !== id))];
}

/** What a column is called: the names that lead to its place, or its pointer where two would be called the same. */
export function titlesOf(columns: readonly string[]): string[] {
  const titles = columns.map((pointer) => (pointer === WHOLE_RECORD ? "record" : pointerNames(pointer).join(".")));
  return titles.map((title, at) =>
    titles.indexOf(title) === titles.lastIndexOf(title) ? title : (columns[at] ?? title),
  );
}

function namesId(schemaText: string, identifierKey: string): boolean {
  const schema = JSON.parse(schemaText) as { properties?: unknown } | boolean;
  const properties = typeof schema === "object" ? schema.properties : undefined;
  return typeof properties === "object" && properties !== null && Object.keys(properties).join() === identifierKey;
}
