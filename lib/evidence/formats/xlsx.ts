import type { Readable } from "node:stream";
import { SHEET_CELL_CHARACTERS, SHEET_ROWS } from "@/lib/records/workbook/sheet-limits";
import { type Sheet, type SheetCell, type SheetColumn, writeWorkbook } from "@/lib/records/workbook/write-workbook";
import { type Cell, cellsFor, type RecordLine } from "./cells";
import { titlesOf } from "./columns";
import type { ReportFacts } from "./report-facts";
import { factGroups, titleOf } from "./report-words";

/** Spreadsheets calculate with 15 digits; what has more stays text, so that none is lost. */
const DIGITS_MAX = 15;
const CUT = " … [cut: the whole text is in records.jsonl]";

const HOW_TO_READ = [
  "Texts stay texts, also what looks like a formula or a number; dates are texts as they were pushed.",
  `Numbers of more than ${DIGITS_MAX} digits are texts, so that no digit is lost. Lists and groups are their JSON.`,
  `Texts of more than ${SHEET_CELL_CHARACTERS} characters are cut, and say so.`,
  "What the signature covers are the bundle's files; what is changed in this workbook is not found by looking at it.",
];

/**
 * The records as a workbook, as it is made: a sheet with the facts, then the records, on further sheets what is beyond
 * 1,048,575. Nothing in it is a formula. lines: the canonical lines, read once and as they are taken.
 */
export async function* writeXlsx(
  facts: ReportFacts,
  lines: () => AsyncIterable<RecordLine>,
): AsyncGenerator<Uint8Array> {
  const rows = rowsOf(facts, lines());
  const sheets = Math.max(1, Math.ceil(facts.content.counts.included / SHEET_ROWS));
  const columns = columnsOf(facts);
  const records = Array.from({ length: sheets }, (_, at): Sheet => {
    return { name: at === 0 ? "Records" : `Records ${at + 1}`, columns, rows: take(rows, SHEET_ROWS), filtered: true };
  });
  const workbook: Readable = writeWorkbook([about(facts), ...records]);
  try {
    yield* workbook as AsyncIterable<Uint8Array>;
  } finally {
    workbook.destroy();
    await rows.return(undefined);
  }
}

function columnsOf({ columns }: ReportFacts): SheetColumn[] {
  return titlesOf(columns).map((title) => ({
    title,
    format: "text",
    width: Math.min(40, Math.max(14, title.length + 4)),
  }));
}

function about(facts: ReportFacts): Sheet {
  const groups = factGroups(facts).flatMap(({ title, facts: each }) => [
    ["", ""],
    [title, ""],
    ...each.map(({ says, value }) => [says, value]),
  ]);
  const rows = [...groups, ["", ""], ["How to read this", ""], ...HOW_TO_READ.map((line) => ["", line])];
  const columns: SheetColumn[] = [
    { title: "About", format: "text", width: 44 },
    { title: titleOf(facts), format: "text", width: 100 },
  ];
  return { name: "About", columns, rows };
}

async function* rowsOf(
  { columns, content }: ReportFacts,
  lines: AsyncIterable<RecordLine>,
): AsyncGenerator<SheetCell[]> {
  const cells = cellsFor(columns, content.redactions);
  for await (const line of lines) yield cells(line).map(sheetCell);
}

// The sheets share one reading of the records, so a sheet that is full must not end it.
async function* take<Row>(rows: AsyncIterator<Row>, most: number): AsyncGenerator<Row> {
  for (let taken = 0; taken < most; taken++) {
    const next = await rows.next();
    if (next.done) return;
    yield next.value;
  }
}

function sheetCell({ kind, text }: Cell): SheetCell {
  if (kind === "boolean") return { boolean: text === "true" };
  if (kind === "number" && text.replace(/\D/g, "").length <= DIGITS_MAX) return { number: text };
  return text.length > SHEET_CELL_CHARACTERS ? text.slice(0, SHEET_CELL_CHARACTERS - CUT.length) + CUT : text;
}
