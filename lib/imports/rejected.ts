import { stringify } from "csv-stringify/sync";
import { streamOf } from "@/lib/contract/answer";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import type { Resource } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { marksFor } from "@/lib/records/hidden";
import { maskTexts } from "@/lib/records/store";
import { OWN_COLUMNS } from "./files/header";
import { cellText, isTableRow, type SourceRow } from "./files/source-row";
import { writeWorkbook } from "@/lib/records/workbook/write-workbook";
import { isJson, mappingOf, namesOf, readFactsOf } from "./kept";
import type { RowProblem } from "./plan/causes";
import { OWN_MEMBER } from "./plan/judge";
import { lineOf } from "./position";
import { importAt, type ImportTarget } from "./read";
import { type Mends, sourceOf, withMends } from "./rows/mend";
import { listRefused, type RefusedRow } from "./rows/store";
import { cellsFor, problemsTold } from "./rows/told";
import type { ImportRow, Place } from "./store";

const PAGE_ROWS = 1_000;
const options = { record_delimiter: "windows" } as const;

/**
 * The refused rows as a file: its columns, with what was mended, and beside them the row and the reasons, in columns that
 * no record takes when the file is imported; of JSON, a record a line with the reasons in a member that is left out then.
 * Taking it is written to the audit trail. Throws notFound, conflict.
 */
export async function downloadRejected(ctx: Context, target: ImportTarget, format: "csv" | "xlsx") {
  const { resource, place, row } = await importAt(ctx, target);
  if (row.rejected === 0) throw new Refusal("conflict", { message: "No row is refused" });
  const names = namesOf(row);
  const ending = isJson(readFactsOf(row)) ? "ndjson" : format;
  const fileName = `rejected-${row.id}.${ending}`;
  const details = { fileName, connectionId: row.connection_id, resourceId: row.resource_id };
  const what = { action: "import.rejected", target: `import ${row.id}`, details };
  await noteAudit({ accountId: ctx.accountId, ...what, origin: ctx });
  if (ending === "ndjson") return { fileName, stream: streamOf(records(ctx, resource, place)) };
  const titles = [...names, `${OWN_COLUMNS}row`, `${OWN_COLUMNS}problems`];
  const rows = cellsOf(ctx, resource, { place, row, names });
  return { fileName, stream: streamOf(ending === "csv" ? csv(titles, rows) : workbook(titles, rows)) };
}

async function* csv(titles: readonly string[], rows: AsyncIterable<string[]>): AsyncGenerator<string> {
  let batch = [[...titles]];
  // Spreadsheets take a file for UTF-8 when it begins with a mark.
  yield "\ufeff";
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < PAGE_ROWS) continue;
    yield stringify(batch, options);
    batch = [];
  }
  if (batch.length > 0) yield stringify(batch, options);
}

async function* workbook(titles: readonly string[], rows: AsyncIterable<string[]>): AsyncGenerator<Uint8Array> {
  const columns = titles.map((title) => ({ title, format: "text" as const }));
  yield* writeWorkbook([{ name: "Refused rows", columns, rows }]) as AsyncIterable<Uint8Array>;
}

async function* pages(place: Place): AsyncGenerator<RefusedRow[]> {
  for (let after = 0; ;) {
    const rows = await listRefused(place, { after, size: PAGE_ROWS });
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)?.position ?? 0;
  }
}

type Kept = { place: Place; row: ImportRow; names: readonly string[] };

async function* cellsOf(ctx: Context, resource: Resource, { place, row, names }: Kept): AsyncGenerator<string[]> {
  const mapping = mappingOf(row);
  for await (const page of pages(place)) {
    for (const kept of page) {
      const { position, problems } = kept;
      const mended = mendedOf(kept);
      const texts = isTableRow(mended) ? mended.cells.map(cellText) : [];
      const own = cellsFor(ctx, resource, mapping, texts, Number.MAX_SAFE_INTEGER);
      const reasons = reasonsOf(ctx, resource, problems).join("; ");
      yield [...names.map((_, column) => own[column] ?? ""), String(lineOf(position)), reasons];
    }
  }
}

async function* records(ctx: Context, resource: Resource, place: Place): AsyncGenerator<string> {
  const marks = marksFor(ctx, resource);
  for await (const page of pages(place)) {
    const texts = page.map((kept) => textOf(mendedOf(kept)));
    const objects = texts.filter((text) => text !== null);
    const shown = (marks === null ? objects : await maskTexts(reader, objects, marks)).values();
    for (const [at, { problems }] of page.entries()) {
      const record = texts[at] === null ? "{}" : (shown.next().value ?? "{}");
      const reasons = JSON.stringify(reasonsOf(ctx, resource, problems));
      const rest = record.slice(1).trimStart();
      yield `{${JSON.stringify(OWN_MEMBER)}:${reasons}${rest.startsWith("}") ? "" : ","}${rest}\n`;
    }
  }
}

const mendedOf = (kept: RefusedRow) =>
  withMends(sourceOf(kept, lineOf(kept.position)), JSON.parse(kept.fixes) as Mends);

const textOf = (row: SourceRow) => (!isTableRow(row) && row.text.startsWith("{") ? row.text : null);

const reasonsOf = (ctx: Context, resource: Resource, problems: string | null): string[] =>
  problemsTold(ctx, resource, JSON.parse(problems ?? "[]") as RowProblem[]).map(({ pointer, message }) =>
    `${pointer} ${message}`.trim(),
  );
