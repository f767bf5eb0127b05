import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import { markingOf } from "@/lib/records/past/store";

export type EvidenceStatus = "generating" | "ready" | "failed" | "deleted";

/** One evidence. JSON stays text; files: its files in order, as JSON. */
export type EvidenceRow = {
  account_id: number;
  id: number;
  connection_id: number;
  resource_id: number;
  format: "attestry-evidence/1" | "attestry-evidence/2";
  status: EvidenceStatus;
  revision: number;
  revision_at: string | null;
  schema_version: number;
  title: string | null;
  note: string | null;
  tags: string[];
  formats: ("csv" | "xlsx" | "pdf")[];
  as_of: string | null;
  session: string | null;
  filter: string | null;
  columns: string | null;
  sample: string | null;
  redactions: string;
  file_name: string;
  record_count: number | null;
  total_count: number | null;
  matching_count: number | null;
  failing_count: number | null;
  byte_count: number | null;
  sha256: string | null;
  manifest: string | null;
  attestation: string | null;
  content_sha256: string | null;
  merkle_root: string | null;
  key_id: string | null;
  stored_in: string;
  job_id: number | null;
  /** How far its job is; total: null where it is not known beforehand. */
  job_done: number | null;
  job_total: number | null;
  error: string | null;
  compared: string | null;
  downloaded: number;
  downloaded_at: string | null;
  created_at: string;
  ready_at: string | null;
  created_by: string;
  actor_kind: string | null;
  actor_id: number | null;
  request_id: string;
  deleted_at: string | null;
  deleted_by: string | null;
  delete_reason: string | null;
  keep_until: string | null;
  hold_at: string | null;
  hold_by: string | null;
  hold_reason: string | null;
  schedule_id: number | null;
  /** What is sensitive now in the records of its resource, as JSON paths, and by what they were told apart then. */
  sensitive: string;
  identifier_key: string;
  /** The schema of then where it may mark values and is not the present one; of a list, where there is a filter; or "". */
  marking: string;
  /** Where its resource stands by now. */
  revision_now: number;
  files: string;
};

/** What tells which values of an evidence are sensitive. */
export type MarkedRow = Pick<EvidenceRow, "sensitive" | "identifier_key" | "marking" | "filter" | "connection_id">;

export type FileRow = { name: string; bytes: number; sha256: string; crc32: number | null };

/** Where evidence e of job j stands: a job that ended before it was ready says why it never will be, unless it goes on. */
export const statusSql = `case when e.status = 'generating' and j.status in ('failed', 'canceled') then 'failed' else e.status end`;

/** Why evidence e of job j could not be generated. */
export const errorSql =
  "case when e.status = 'generating' then case j.status when 'canceled' then 'It was stopped' else j.error end end";

const marking = markingOf("r.schema_version");
const marks = "r.sensitive, s.identifier_key";

const columns = `e.account_id, e.id, e.connection_id, e.resource_id, e.format, ${statusSql} as status, e.revision,
  e.revision_at, e.schema_version, e.title, e.note, e.tags, e.formats, e.as_of, e.session, e.filter, e.columns, e.sample,
  e.redactions, e.file_name, e.record_count, e.total_count, e.matching_count, e.failing_count, e.byte_count, e.sha256,
  e.manifest, e.attestation, e.content_sha256, e.merkle_root, e.key_id, e.stored_in, e.job_id, j.done as job_done, j.total as job_total,
  ${errorSql} as error, e.compared, e.downloaded, e.downloaded_at, e.created_at, e.ready_at, e.created_by, e.actor_kind, e.actor_id, e.request_id,
  e.deleted_at, e.deleted_by, e.delete_reason, e.keep_until, e.hold_at, e.hold_by, e.hold_reason, e.schedule_id, ${marks},
  case when e.filter is null then '' else ${marking} end as marking,
  r.revision as revision_now, (
    select coalesce(jsonb_agg(jsonb_build_object('name', f.name, 'bytes', f.bytes, 'sha256', f.sha256, 'crc32', f.crc32)
      order by f.ordinal), '[]')
    from evidence_file f where f.account_id = e.account_id and f.evidence_id = e.id) as files`;

const tables = `evidence e join resource r on r.account_id = e.account_id and r.id = e.resource_id
  join schema_version s on s.account_id = e.account_id and s.resource_id = e.resource_id and s.version = e.schema_version
  left join job j on j.account_id = e.account_id and j.id = e.job_id`;

/** One evidence of an account. */
export async function findEvidence(from: Reader, accountId: number, id: number): Promise<EvidenceRow | undefined> {
  const [row] = await from.query<EvidenceRow>(
    `select ${columns} from ${tables} where e.account_id = $1 and e.id = $2`,
    [accountId, id],
    "find_evidence",
  );
  return row;
}

/** Holds an evidence until commit. */
export async function lockEvidence(tx: Tx, accountId: number, id: number): Promise<EvidenceRow | undefined> {
  await tx.query("select 1 from evidence where account_id = $1 and id = $2 for no key update", [accountId, id]);
  return findEvidence(tx, accountId, id);
}

type Page = {
  below: number;
  size: number;
  resourceId?: number;
  status?: EvidenceStatus;
  connectionIds: readonly number[] | null;
};

/** An account's evidence, newest first, below an id (0: all), of the given connections or of all. */
export async function listEvidence(accountId: number, page: Page): Promise<EvidenceRow[]> {
  return reader.query<EvidenceRow>(
    `select ${columns} from ${tables}
     where e.account_id = $1 and ($2::bigint = 0 or e.id < $2) and ($3::bigint is null or e.resource_id = $3)
       and ($4::bigint[] is null or e.connection_id = any($4)) and ($5::text is null or ${statusSql} = $5)
     order by e.id desc limit $6`,
    [accountId, page.below, page.resourceId ?? null, page.connectionIds, page.status ?? null, page.size],
  );
}

export type NewEvidence = {
  accountId: number;
  connectionId: number;
  resourceId: number;
  revision: number;
  schemaVersion: number;
  title: string | null;
  note: string | null;
  tags: readonly string[];
  formats: readonly string[];
  asOf: string | null;
  /** JSON texts, each null where nothing was asked for. */
  session: string | null;
  filter: string | null;
  columns: string | null;
  sample: string | null;
  redactions: string;
  /** The places that are hidden in it, as JSON text. */
  masked: string;
  storedIn: string;
  createdBy: { kind: string; id: number | null; label: string };
  requestId: string;
};

/** The number the next evidence gets. */
export async function nextId(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ id: number }>("select nextval(pg_get_serial_sequence('evidence', 'id')) as id");
  return row?.id ?? 0;
}

/** The row of evidence that is going to be generated by a job. */
export async function insertEvidence(
  tx: Tx,
  { id, jobId, fileName }: { id: number; jobId: number; fileName: string },
  row: NewEvidence,
): Promise<void> {
  await tx.query(
    `insert into evidence (account_id, id, connection_id, resource_id, revision, schema_version, title, note, tags, formats,
       as_of, session, filter, columns, sample, redactions, masked, stored_in, actor_kind, actor_id, created_by, request_id,
       job_id, file_name, format, status, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb, $14::jsonb, $15::jsonb, $16::jsonb,
       $17::jsonb, $18, $19, $20, $21, $22, $23, $24, 'attestry-evidence/2', 'generating', clock_timestamp())`,
    [
      row.accountId,
      id,
      row.connectionId,
      row.resourceId,
      row.revision,
      row.schemaVersion,
      row.title,
      row.note,
      row.tags,
      row.formats,
      row.asOf,
      row.session,
      row.filter,
      row.columns,
      row.sample,
      row.redactions,
      row.masked,
      row.storedIn,
      row.createdBy.kind,
      row.createdBy.id,
      row.createdBy.label,
      row.requestId,
      jobId,
      fileName,
    ],
  );
}

export type Made = {
  revisionAt: string;
  schemaVersion: number;
  counts: { total: number; matching: number; included: number; failing: number };
  bytes: number;
  sha256: string;
  manifest: string;
  attestation: string;
  contentSha256: string;
  merkleRoot: string;
  keyId: string | null;
  files: readonly FileRow[];
};

/** Evidence whose files are all there: from now on it stays as it is. Answers when that was. */
export async function noteReady(tx: Tx, accountId: number, id: number, made: Made): Promise<string | undefined> {
  for (const [ordinal, { name, bytes, sha256, crc32 }] of made.files.entries()) {
    await tx.query(
      `insert into evidence_file (account_id, evidence_id, name, ordinal, bytes, sha256, crc32)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [accountId, id, name, ordinal, bytes, sha256, crc32],
    );
  }
  const [row] = await tx.query<{ at: string }>(
    `update evidence set status = 'ready', ready_at = clock_timestamp(), revision_at = $3, schema_version = $4,
       total_count = $5, matching_count = $6, record_count = $7, failing_count = $8, byte_count = $9, sha256 = $10,
       manifest = $11, attestation = $12, content_sha256 = $13, merkle_root = $14, key_id = $15
     where account_id = $1 and id = $2 returning chain_time(ready_at) as at`,
    [
      accountId,
      id,
      made.revisionAt,
      made.schemaVersion,
      made.counts.total,
      made.counts.matching,
      made.counts.included,
      made.counts.failing,
      made.bytes,
      made.sha256,
      made.manifest,
      made.attestation,
      made.contentSha256,
      made.merkleRoot,
      made.keyId,
    ],
  );
  return row?.at;
}

/** What is left of evidence that is deleted: its row with what its manifests say. Answers when that was. */
export async function noteDeleted(tx: Tx, accountId: number, id: number, by: string, reason: string | null) {
  const [row] = await tx.query<{ at: string }>(
    `update evidence set status = 'deleted', deleted_at = clock_timestamp(), deleted_by = $3, delete_reason = $4
     where account_id = $1 and id = $2 returning chain_time(deleted_at) as at`,
    [accountId, id, by, reason],
  );
  await tx.query("delete from evidence_file where account_id = $1 and evidence_id = $2", [accountId, id]);
  return row?.at;
}

/** One more download. */
export async function noteDownload(tx: Tx, accountId: number, id: number): Promise<void> {
  await tx.query(
    "update evidence set downloaded = downloaded + 1, downloaded_at = clock_timestamp() where account_id = $1 and id = $2",
    [accountId, id],
  );
}

/** What came of generating it again. */
export async function noteCompared(tx: Tx, accountId: number, id: number, compared: string): Promise<void> {
  await tx.query("update evidence set compared = $3::jsonb where account_id = $1 and id = $2", [
    accountId,
    id,
    compared,
  ]);
}

/** What is sensitive of the records that an evidence was made of, what is hidden in it, and by what they were filtered. */
export async function findMarks(accountId: number, id: number) {
  const [row] = await reader.query<MarkedRow & { masked: string }>(
    `select e.masked, e.filter, e.connection_id, ${marks}, ${marking} as marking from ${tables} where e.account_id = $1 and e.id = $2`,
    [accountId, id],
  );
  return row;
}

/** What stands beside an evidence when it is made: names, the account's time zone, and rows refused since the last push. */
export async function findNames(from: Reader, place: { accountId: number; connectionId: number; resourceId: number }) {
  const [row] = await from.query<{
    account: string;
    connection: string | null;
    resource: string;
    time_zone: string;
    rejected: number;
    now: string;
  }>(
    `select a.name as account, c.client_alias as connection, r.name as resource, a.time_zone, coalesce((
       select sum(p.rejected) from push p where p.account_id = $1 and p.resource_id = $3 and p.id >= (
         select coalesce(max(q.id), 0) from push q
         where q.account_id = $1 and q.resource_id = $3 and q.revision is not null)), 0)::bigint as rejected,
       clock_timestamp() as now
     from account a join resource r on r.account_id = a.id and r.id = $3
       join connection c on c.account_id = a.id and c.id = $2
     where a.id = $1`,
    [place.accountId, place.connectionId, place.resourceId],
  );
  if (!row) throw new Error("Evidence names an account, a connection and a resource that are there");
  return row;
}
