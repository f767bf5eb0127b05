import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { marksFor } from "@/lib/records/hidden";
import { maskTexts } from "@/lib/records/store";
import { MASK } from "@/lib/schema/mask";
import { reader } from "@/lib/db/client";
import { readFirstRows } from "./files/read-rows";
import { cellText, isTableRow } from "./files/source-row";
import { columnsIn, isJson, mappingOf, namesOf, readFactsOf, readOptionsOf } from "./kept";
import { sentenceOfFile } from "./look";
import { judgePlaced, mapperOf, type PlacedRow } from "./plan/judge";
import { lineOf, positionAfter } from "./position";
import { importAt, type ImportTarget } from "./read";
import { cellsFor, hiddenColumns, problemsTold } from "./rows/told";
import * as store from "./store";

const LOOKED_AT = 60;

/** The first rows of a file as the mapping reads them, with what was read otherwise and what is wrong. Throws notFound, conflict. */
export async function sampleImport(ctx: Context, target: ImportTarget, size: number): Promise<string> {
  const { resource, place, row } = await importAt(ctx, target);
  if (row.status === "uploading" || row.status === "committed" || row.status === "canceled") {
    throw new Refusal("conflict", { message: "There is nothing to look at: the file is not whole yet, or is gone" });
  }
  const mapping = mappingOf(row);
  const mapper = mapperOf(resource, mapping, namesOf(row));
  const rows = await firstRows(place, row, size);
  const judged = await judgePlaced(ctx, resource, rows, { mapping, mapper });
  const marks = marksFor(ctx, resource);
  const texts = await shown(
    rows.map(({ row: each }) => mapper(each).text),
    marks,
  );
  const told = rows.map(({ position, row: each }, at) => {
    const result = judged[at];
    const { coercions } = mapper(each);
    const cells = isTableRow(each)
      ? JSON.stringify(cellsFor(ctx, resource, mapping, each.cells.map(cellText)))
      : "null";
    const changed = coercions.map(
      ({ column, pointer, from, to }) =>
        `{"column":${column},"pointer":${JSON.stringify(pointer)},"from":${JSON.stringify(from)},"to":${to}}`,
    );
    const problems = result && "refused" in result ? problemsTold(ctx, resource, result.refused) : [];
    return (
      `{"line":${lineOf(position)},"cells":${cells},"record":${texts[at] ?? "null"},` +
      `"coercions":[${marks === null ? changed.join(",") : ""}],"problems":${JSON.stringify(problems)}}`
    );
  });
  const hidden = hiddenColumns(ctx, resource, mapping);
  // What is hidden may stand inside a member of JSON, where no cell is told from another.
  const inside = marks !== null && isJson(readFactsOf(row));
  const columns = columnsIn(row.columns).map((each) =>
    inside || hidden.has(each.column) ? { ...each, samples: each.samples.map(() => MASK) } : each,
  );
  return `{"columns":${JSON.stringify(columns)},"rows":[${told.join(",")}]}`;
}

async function firstRows(place: store.Place, row: store.ImportRow, size: number): Promise<PlacedRow[]> {
  const options = readOptionsOf(row);
  try {
    const first = await readFirstRows(store.chunks(place), options, LOOKED_AT);
    const data = first.filter((each) => !isTableRow(each) || each.line > (options.headerRow ?? 0));
    let last = 0;
    return data.slice(0, size).map((each) => ({ row: each, position: (last = positionAfter(last, each.line)) }));
  } catch (error) {
    throw new Refusal("conflict", { message: sentenceOfFile(error) });
  }
}

/** Records as the caller may read them; what is no record is shown as nothing. */
async function shown(texts: readonly string[], marks: string | null): Promise<(string | null)[]> {
  const records = texts.map((text) => (text.startsWith("{") ? text : null));
  if (marks === null) return records;
  const masked = (
    await maskTexts(
      reader,
      records.filter((text) => text !== null),
      marks,
    )
  ).values();
  return records.map((text) => (text === null ? null : (masked.next().value ?? null)));
}
