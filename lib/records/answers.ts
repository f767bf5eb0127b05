import { json, type Answer } from "@/lib/contract/answer";
import { isoDate, v1Date } from "@/lib/contract/dates";
import { errors } from "@/lib/contract/errors";
import { markOf, originFacts } from "./history/read-history";
import type { ChangeRow, PushRow, VersionRow } from "./history/store";
import type { JudgedRecord } from "./read";
import type { RecordRow } from "./store";
import { schemaFailureMessage } from "@/lib/schema/compile";
import { refusalOf } from "./judge";
import type { RowAnswer } from "./store-rows";
import type { Upserted } from "./upsert";

/** How the caller wants the answer. */
export type View = { minimal: boolean; dryRun: boolean };

type Time = (stored: string) => string;

function viewHeaders({ minimal, dryRun }: View): Record<string, string> {
  return { ...(minimal && { "preference-applied": "return=minimal" }), ...(dryRun && { "x-dry-run": "true" }) };
}

/** An upsert's answer: one item with its own status, or 200 and an item per row in input order. */
function upsertAnswer(time: Time): (result: Upserted, view: View) => Answer {
  return ({ single, answers }, view) => {
    const headers = viewHeaders(view);
    const [only] = answers;
    if (!single)
      return { status: 200, body: `[${answers.map((row) => itemText(row, time, view)).join(",")}]`, headers };
    if (!only) throw new Error("One row has one answer");
    if ("rejected" in only) throw refusalOf(only.rejected);
    return { status: only.created && !view.dryRun ? 201 : 200, body: itemText(only, time, view), headers };
  };
}

// Joined from text: the record is never parsed to be written again.
function itemText(row: RowAnswer, time: Time, { minimal }: View): string {
  if ("rejected" in row) {
    const { kind, message, text } = row.rejected;
    const error = JSON.stringify({ message, code: errors[kind].code });
    return minimal ? `{"statusCode":400,"error":${error}}` : `{"statusCode":400,"data":${text},"error":${error}}`;
  }
  const { id, createdAt, updatedAt, created, data, problems } = row;
  const facts = `"id":${JSON.stringify(id)},"createdAt":"${time(createdAt)}","updatedAt":"${time(updatedAt)}"`;
  const { code } = errors.recordFailsSchema;
  const warning = problems.length ? JSON.stringify({ message: schemaFailureMessage(problems), code }) : undefined;
  const more = `${minimal ? "" : `,"data":${data}`}${warning ? `,"warning":${warning}` : ""}`;
  return `{${facts},"statusCode":${created ? 201 : 200}${more}}`;
}

/** Upsert answers with v1's dates. */
export const upsertAnswerV1 = upsertAnswer(v1Date);
/** Upsert answers with ISO dates: everywhere else. */
export const upsertAnswerIso = upsertAnswer(isoDate);

function times(row: Pick<RecordRow, "created_at" | "updated_at">): string {
  return `"createdAt":"${isoDate(row.created_at)}","updatedAt":"${isoDate(row.updated_at)}"`;
}

type ListedRow = Pick<RecordRow, "id" | "data" | "created_at" | "updated_at" | "erased"> & {
  session_id: string | null;
};

function listedText(row: ListedRow, minimal = false): string {
  const attributes = minimal ? "" : `"attributes":${row.data},`;
  const facts = `"sessionId":${JSON.stringify(row.session_id)},${times(row)}${erasedText(row)}`;
  return `{"id":${JSON.stringify(row.id)},${attributes}${facts}}`;
}

const erasedText = ({ erased }: Pick<RecordRow, "erased">) => (erased ? `,"erased":${erased}` : "");

function ownText(row: RecordRow, more = "", minimal = false): string {
  const attributes = minimal ? "" : `"attributes":${row.data},`;
  return (
    `{"id":${JSON.stringify(row.id)},${attributes}"revision":${row.revision},` +
    `"schemaVersion":${row.schema_version},${times(row)}${more}${erasedText(row)}}`
  );
}

type Page<Row> = {
  rows: Row[];
  cursor: string | null;
  totalCount?: number;
  totalIsMore?: boolean;
};

function paginationText({ cursor, totalCount, totalIsMore }: Page<unknown>): string {
  return JSON.stringify({ cursor, totalCount, totalIsMore });
}

/** A page of records as v2 lists them. */
export function listAnswerV2(page: Page<ListedRow>): Answer {
  const body = `{"data":[${page.rows.map((row) => listedText(row)).join(",")}],"pagination":${paginationText(page)}}`;
  return { status: 200, body };
}

/** A page of records as our own face lists them, with the revision they stood at. */
export function listAnswer(page: Page<RecordRow & { failing: boolean }> & { revision: number }): Answer {
  const rows = page.rows.map((row) => ownText(row, `,"failing":${row.failing}`)).join(",");
  return { status: 200, body: `{"data":[${rows}],"revision":${page.revision},"pagination":${paginationText(page)}}` };
}

/** v1's answer to an update: the id, as a number where it is one. */
export function updateAnswerV1({ row }: JudgedRecord, view: View): Answer {
  const whole = /^(0|-?[1-9]\d*)$/.test(row.id) && Number.isSafeInteger(Number(row.id));
  return json(200, { id: whole ? Number(row.id) : row.id }, viewHeaders(view));
}

/** v2's answer to an update: the list's item. */
export function updateAnswerV2({ row }: JudgedRecord & { row: ListedRow }, view: View): Answer {
  return { status: 200, body: listedText(row, view.minimal), headers: viewHeaders(view) };
}

/** One record, what the present schema has against it, and its ETag. */
export function judgedRecordAnswer({ row, problems }: JudgedRecord): Answer {
  return { status: 200, body: ownText(row, problemsText(problems)), headers: { etag: `"${row.revision}"` } };
}

/** A record that was changed, what the schema has against it where such records are taken, and its ETag. */
export function recordAnswer({ row, problems }: JudgedRecord, view: View): Answer {
  return {
    status: 200,
    body: ownText(row, problemsText(problems), view.minimal),
    headers: { etag: `"${row.revision}"`, ...viewHeaders(view) },
  };
}

const problemsText = (problems: JudgedRecord["problems"]) =>
  `,"failing":${problems.length > 0},"problems":${JSON.stringify(problems)}`;

type Numbered<Row> = { rows: Row[]; next: number | null };

const markText = (text: string) => JSON.stringify(markOf(text));

/** Versions of a record with the Changes that made and ended them. */
export function versionsAnswer({ rows, next }: Numbered<VersionRow>): Answer {
  const data = rows.map((row) => {
    const ended = row.ended_by === null ? "null" : markText(row.ended_by);
    return ownText(row, `,"supersededBy":${row.superseded_by},"madeBy":${markText(row.made_by)},"endedBy":${ended}`);
  });
  return { status: 200, body: `{"data":[${data.join(",")}],"next":${next}}` };
}

/** Changes of a resource. */
export function changesAnswer({ rows, next }: Numbered<ChangeRow>): Answer {
  const data = rows.map((row) => {
    const { revision, kind, created, updated, unchanged, deleted, rejected } = row;
    const counts = { created, updated, unchanged, deleted, rejected };
    const why = { reason: row.reason, jobId: row.job_id };
    return { revision, kind, ...originFacts(row), ...why, schemaVersion: row.schema_version, ...counts };
  });
  return json(200, { data, next });
}

/** Pushes of a resource with the rows they refused. */
export function pushesAnswer({ rows, next }: Numbered<PushRow>): Answer {
  const data = rows.map((row) => {
    const { id, revision, created, updated, unchanged, rejected } = row;
    const counts = { created, updated, unchanged, rejected };
    const facts = { bodyBytes: row.body_bytes, schemaVersion: row.schema_version };
    const rejectedRows = JSON.parse(row.rejected_rows) as unknown[];
    return { id, revision, sessionId: row.session_id, ...originFacts(row), ...facts, ...counts, rejectedRows };
  });
  return json(200, { data, next });
}

/** A delete's answer in v1, which clients parse as JSON, and without a body elsewhere. */
export const deletedV1 = (_result: unknown, view: View): Answer => json(200, {}, viewHeaders(view));
export const deleted = (_result: unknown, view: View): Answer => ({
  status: 204,
  body: null,
  headers: viewHeaders(view),
});
