import { Refusal, type Problem } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import type { Resource } from "@/lib/connections/resource";
import { judgeRows, type Rejected, type Verdict } from "@/lib/records/judge";
import { keepStored } from "@/lib/records/keep-stored";
import { columnsOfSchema } from "@/lib/schema/columns";
import { isJsonTextError } from "@/lib/schema/json-error";
import { readValue, splitMembers, type RawItem } from "@/lib/schema/json-text";
import { OWN_COLUMNS } from "../files/header";
import { isTableRow, type Cell, type SourceRow } from "../files/source-row";
import { mapRows, type MappedRow } from "../mapping/map-row";
import type { Mapping } from "../mapping/mapping";
import { causeOf, type RowProblem } from "./causes";

/** What is said beside a refused record in a file of them. */
export const OWN_MEMBER = `${OWN_COLUMNS}problems`;

/** Turns rows of a file into records by an import's mapping. */
export type Mapper = (row: SourceRow) => MappedRow;

/** A row that was judged. text: its record as it would be stored; problems of an accepted one are those it is marked with. */
export type JudgedRow = {
  position: number;
  id: string | null;
  cells: readonly Cell[] | null;
  /** The own text of a row of JSON. */
  own: string | null;
} & ({ text: string; marks: readonly Problem[]; basis: number | undefined } | { refused: readonly RowProblem[] });

export type PlacedRow = { position: number; row: SourceRow };

/** The function that makes records of rows. */
export function mapperOf(resource: Resource, mapping: Mapping, names: readonly string[]): Mapper {
  const fields = columnsOfSchema(JSON.parse(resource.schema_text));
  return mapRows(mapping, fields, names);
}

/** Judges rows as a push would be judged: by the mapping, and then by identity, limits and schema. */
export async function judgePlaced(
  ctx: Context,
  resource: Resource,
  rows: readonly PlacedRow[],
  { mapping, mapper }: { mapping: Mapping; mapper: Mapper },
): Promise<JudgedRow[]> {
  const mapped = rows.map(({ row }) => mapper(row));
  const items = rows.map(({ row }, at) => itemOf(row, mapped[at]));
  const readable = items.filter((item): item is RawItem => !("unreadable" in item));
  const kept = await keepStored(ctx, resource, readable);
  const verdicts = kept.asSent(await judgeRows(resource, kept.rows)).values();
  return rows.map(({ position, row }, at): JudgedRow => {
    const table = isTableRow(row);
    const facts = { position, cells: table ? row.cells : null, own: table ? null : row.text };
    const item = items[at];
    const found = (mapped[at]?.problems ?? []).map((problem) => ofCell(problem, mapping));
    if (!item || "unreadable" in item) {
      const problem = whole(item?.unreadable ?? "The row could not be read", "unreadable");
      return { ...facts, id: null, refused: [...found, problem] };
    }
    const verdict = verdicts.next().value;
    if (!verdict) throw new Error(`No verdict on row ${position}`);
    return { ...facts, ...judged(verdict, found, mapping, kept.basis) };
  });
}

function itemOf(row: SourceRow, mapped: MappedRow | undefined): RawItem | { unreadable: string } {
  try {
    if (isTableRow(row)) return readValue(mapped?.text ?? "{}");
    return withoutOwn(mapped && mapped.text !== row.text ? readValue(mapped.text) : row);
  } catch (error) {
    if (isJsonTextError(error)) return { unreadable: error.message };
    throw error;
  }
}

/** A record that comes back from a file of refused rows, without what was said about it. */
function withoutOwn(row: RawItem): RawItem {
  if (typeof row.value !== "object" || row.value === null || !Object.hasOwn(row.value, OWN_MEMBER)) return row;
  const members = [...splitMembers(row.text).members].filter(([name]) => name !== OWN_MEMBER);
  return readValue(`{${members.map(([name, { text }]) => `${JSON.stringify(name)}:${text}`).join(",")}}`);
}

function judged(verdict: Verdict, found: readonly RowProblem[], mapping: Mapping, basis: ReadonlyMap<string, number>) {
  if ("rejected" in verdict) {
    const told = new Set(found.map(({ pointer }) => pointer));
    const more = problemsOf(verdict.rejected, mapping).filter(({ pointer }) => pointer === "" || !told.has(pointer));
    return { id: verdict.rejected.id, refused: [...found, ...more] };
  }
  const { id, text, problems = [] } = verdict.accepted;
  if (found.length > 0) return { id, refused: found };
  return { id, text, marks: problems, basis: basis.get(id) };
}

const ofCell = (problem: MappedRow["problems"][number], mapping: Mapping): RowProblem => ({
  pointer: problem.pointer,
  column: problem.column ?? columnOf(mapping, problem.pointer, ""),
  keyword: "cell",
  message: problem.message,
  cause: causeOf(problem.pointer, problem.cause),
  suggestion: problem.suggestion ?? null,
});

function problemsOf({ kind, message, errors }: Rejected, mapping: Mapping): RowProblem[] {
  if (!errors?.length) return [whole(message, kind)];
  return errors.map((error) => ({
    ...error,
    column: columnOf(mapping, error.pointer, error.message),
    cause: causeOf(error.pointer, `${error.keyword} ${error.message}`),
    suggestion: null,
  }));
}

/** What is wrong with a row as a whole. */
export const whole = (message: string, what: string): RowProblem => ({
  pointer: "",
  column: null,
  keyword: what,
  message,
  cause: causeOf("", what),
  suggestion: null,
});

/** The column that fills a place, or the member that is missing there. */
function columnOf({ columns }: Mapping, pointer: string, message: string): number | null {
  const missing = /^must have required property '(.+)'$/.exec(message)?.[1];
  const place = missing === undefined ? pointer : `${pointer}/${missing.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const filling = columns.find((column) => column.pointer === place);
  const around = columns.find((column) => column.pointer !== null && `${place}/`.startsWith(`${column.pointer}/`));
  return (filling ?? around)?.column ?? null;
}

/** A problem of the file itself as the sentence that everybody is told. */
export function refusalOfFile(error: { message: string; line: number | null }, fileName: string): Refusal {
  const where = error.line === null || /\b(line|row) \d/i.test(error.message) ? "" : `, line ${error.line}`;
  return new Refusal("invalid", { message: `${fileName}${where}: ${error.message}. Nothing was imported` });
}
