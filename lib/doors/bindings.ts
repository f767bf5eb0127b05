import { json, type Answer } from "@/lib/contract/answer";
import type { JobFacts } from "@/lib/contract/jobs";
import type { EvidenceFacts } from "@/lib/evidence/facts";
import { generateEvidence } from "@/lib/evidence/generate";
import type { Read } from "@/lib/guard/call";
import type { View } from "@/lib/guard/door";
import type { ComparedRow } from "@/lib/records/compare/compare";
import { rowText } from "@/lib/records/compare/compare-job";
import { deleteRecord, updateRecord } from "@/lib/records/update";
import { upsertRecords } from "@/lib/records/upsert";
import type { Context } from "@/lib/changes/context";
import type { Target } from "@/lib/connections/resource";

/** 200 with the result as JSON. */
export const ok = (body: unknown): Answer => json(200, body);
/** 201 with the result as JSON. */
export const created = (body: unknown): Answer => json(201, body);
/** 204. */
export const none = (): Answer => ({ status: 204, body: null });

/** What a dry run's answer says of itself. */
export const dryRunHeader = (dryRun: boolean): Record<string, string> => (dryRun ? { "x-dry-run": "true" } : {});

/** A page of records that differ; joined from text, so that every digit stays. */
export const differencesAnswer = ({ rows, next }: { rows: readonly ComparedRow[]; next: string | null }): Answer => ({
  status: 200,
  body: `{"data":[${rows.map(rowText).join(",")}],"next":${JSON.stringify(next)}}`,
});

/** 202 with the job and its address. */
export const started = (job: JobFacts): Answer => json(202, job, { location: `/api/jobs/${job.id}` });

/** A member of the body as the caller wrote it. */
export const textOf = ({ members }: Read, name: string) => members.get(name)?.text;

/** Upsert by whichever face. */
export const upsert = (ctx: Context, { params, read }: { params: Target; read: Read }) =>
  upsertRecords(ctx, params, read);

type RecordInput = { params: Target & { recordId: string }; read: Read; ifMatch?: (tag: string | number) => boolean };

/** Changes one record: merges what is sent, or replaces the whole. */
export const update = (mode: "merge" | "replace") => (ctx: Context, input: RecordInput) => {
  const [row] = input.read.rows;
  if (!row) throw new Error("The gates read the record before the verb runs");
  return updateRecord(ctx, input.params, input.params.recordId, { row, mode, ifMatch: input.ifMatch });
};

/** Deletes one record. */
export const remove = (ctx: Context, { params, ifMatch }: RecordInput) =>
  deleteRecord(ctx, params, params.recordId, ifMatch);

/** Makes evidence of a resource. */
export const generate = (ctx: Context, { params }: { params: Target }) => generateEvidence(ctx, params);

/** The facts with an address that can be visited. */
export function withUrl<Facts extends EvidenceFacts>(facts: Facts, { baseUrl }: View) {
  const files = facts.files.map((file) => ({ ...file, downloadUrl: baseUrl + file.downloadUrl }));
  return { ...facts, files, downloadUrl: baseUrl + facts.downloadUrl };
}

/** The vendor's operation answers the part of the facts that its shape has. */
export function generatedAnswer(facts: EvidenceFacts, view: View): Answer {
  const { id, status, fileName, recordCount, sha256, progress, createdAt, downloadUrl } = withUrl(facts, view);
  const body = { id, status, fileName, recordCount, sha256, progress, createdAt, downloadUrl };
  return json(201, body, { location: `/api/evidence/${id}` });
}

/** A schema version with its number as ETag. */
export function schemaAnswer(facts: { version: number }): Answer {
  return json(200, facts, { etag: `"${facts.version}"` });
}

/** Whether the caller asked for the resources of connections. */
export const expanded = (query: { "expand[]"?: boolean | undefined }) => ({ expand: query["expand[]"] === true });

/** The schema as the caller wrote it; null counts as not sent, as generated clients send it. */
export function sourceOf({ members }: Read) {
  const schema = members.get("schema");
  return { schemaText: schema?.value === null ? undefined : schema?.text };
}

/** The headers of an answer that is kept as a file. */
export function attached(fileName: string, type?: string): Record<string, string> {
  return {
    "content-disposition": `attachment; filename="${fileName}"`,
    ...(type !== undefined && { "content-type": type }),
  };
}
