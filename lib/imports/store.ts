import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import type { ImportMode } from "@/lib/contract/imports";
import type { JobStatus } from "@/lib/contract/jobs";
import { reader, type Reader } from "@/lib/db/client";

export type StoredStatus =
  "uploading" | "mapping" | "planning" | "planned" | "committing" | "committed" | "canceled" | "failed";

export type ImportRow = {
  account_id: number;
  id: number;
  connection_id: number;
  resource_id: number;
  status: StoredStatus;
  error: string | null;
  file_name: string;
  byte_count: number | null;
  received: number;
  sha256: string | null;
  /** JSON text, each as it is kept: numbers in a mapping keep their digits as long as nobody parses it plainly. */
  read: string | null;
  columns: string;
  mapping: string | null;
  mapping_from: "suggested" | "remembered" | "profile" | "chosen";
  mode: ImportMode;
  bad: "refuse" | "skip";
  set_id: number | null;
  schema_version: number | null;
  row_count: number;
  rejected: number;
  causes: string;
  replanned: string | null;
  job_id: number | null;
  revision: number | null;
  counts: string | null;
  rollback_job_id: number | null;
  rolled_back_revision: number | null;
  rolled_back_kept: number | null;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  created_at: string;
  committed_at: string | null;
  /** Of the job that works on it, or did last. */
  job_status: JobStatus | null;
  job_error: string | null;
  job_done: number | null;
  job_total: number | null;
  rollback_status: JobStatus | null;
  rollback_error: string | null;
  /** The Change that took its Change back and was not taken back itself, and how many records that one wrote. */
  undone_by: number | null;
  undone_records: number | null;
};

export type Place = { accountId: number; resourceId: number; id: number };

const columns = `i.*, j.status as job_status, j.error as job_error, j.done as job_done, j.total as job_total,
  b.status as rollback_status, b.error as rollback_error, u.revision as undone_by, u.records as undone_records`;
const tables = `file_import i
  left join job j on j.account_id = i.account_id and j.id = i.job_id
  left join job b on b.account_id = i.account_id and b.id = i.rollback_job_id
  left join lateral (
    select c.revision, c.created + c.updated + c.deleted as records from change c
    where c.account_id = i.account_id and c.resource_id = i.resource_id and c.undoes = i.revision and not exists (
      select from change a
      where a.account_id = c.account_id and a.resource_id = c.resource_id and a.undoes = c.revision)
    order by c.revision desc limit 1) u on true`;

/** One import. */
export async function findImport(from: Reader, place: Place): Promise<ImportRow | undefined> {
  const [row] = await from.query<ImportRow>(
    `select ${columns} from ${tables} where i.account_id = $1 and i.resource_id = $2 and i.id = $3`,
    [place.accountId, place.resourceId, place.id],
    "find_import",
  );
  return row;
}

/** One import, held until commit. */
export async function lockImport(tx: Tx, place: Place): Promise<ImportRow | undefined> {
  await tx.query(
    "select 1 from file_import where account_id = $1 and resource_id = $2 and id = $3 for no key update",
    [place.accountId, place.resourceId, place.id],
    "lock_import",
  );
  return findImport(tx, place);
}

/** Imports of a resource below an id (0: all), newest first. */
export async function listImports(
  { accountId, resourceId }: Omit<Place, "id">,
  page: { below: number; size: number },
): Promise<ImportRow[]> {
  return reader.query<ImportRow>(
    `select ${columns} from ${tables}
     where i.account_id = $1 and i.resource_id = $2 and ($3 = 0 or i.id < $3) order by i.id desc limit $4`,
    [accountId, resourceId, page.below, page.size],
  );
}

/** Begins an import, still without its file. */
export async function insertImport(
  tx: Tx,
  ctx: Context,
  file: { connectionId: number; resourceId: number; fileName: string; byteCount: number | null },
): Promise<number> {
  const { actor } = ctx;
  const [row] = await tx.query<{ id: number }>(
    `insert into file_import (account_id, connection_id, resource_id, file_name, byte_count, actor_kind, actor_id, actor_label)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      ctx.accountId,
      file.connectionId,
      file.resourceId,
      file.fileName,
      file.byteCount,
      actor.kind,
      actor.id,
      actor.label,
    ],
  );
  return row?.id ?? 0;
}

/** What of an import is set at once; undefined keeps. */
export type ImportChanges = Partial<
  Pick<
    ImportRow,
    | "status"
    | "error"
    | "byte_count"
    | "sha256"
    | "read"
    | "columns"
    | "mapping"
    | "mapping_from"
    | "mode"
    | "bad"
    | "set_id"
    | "schema_version"
    | "row_count"
    | "rejected"
    | "causes"
    | "replanned"
    | "job_id"
    | "revision"
    | "counts"
    | "rollback_job_id"
    | "rolled_back_revision"
    | "rolled_back_kept"
    | "committed_at"
  >
>;

const isJson = new Set(["read", "columns", "mapping", "causes", "counts"]);

/** Changes what is given of an import; undefined keeps. */
export async function updateImport(tx: Tx, { accountId, id }: Omit<Place, "resourceId">, set: ImportChanges) {
  const given = Object.entries(set).filter(([, value]) => value !== undefined);
  const parts = given.map(([name], at) => `${name} = $${at + 3}${isJson.has(name) ? "::jsonb" : ""}`);
  await tx.query(
    `update file_import set ${[...parts, "touched_at = clock_timestamp()"].join(", ")} where account_id = $1 and id = $2`,
    [accountId, id, ...given.map(([, value]) => value)],
  );
}

/** The newest earlier import of the same bytes into the same resource. */
export async function findSame(from: Reader, row: ImportRow): Promise<ImportRow | undefined> {
  if (row.sha256 === null) return undefined;
  const [same] = await from.query<ImportRow>(
    `select ${columns} from ${tables}
     where i.account_id = $1 and i.resource_id = $2 and i.sha256 = $3 and i.id < $4 and i.status <> 'canceled'
     order by i.revision is null, i.id desc limit 1`,
    [row.account_id, row.resource_id, row.sha256, row.id],
  );
  return same;
}

/** How the newest committed imports of a resource were mapped. */
export async function recentMappings(tx: Tx, { accountId, resourceId }: Omit<Place, "id">) {
  return tx.query<{ columns: string; mapping: string }>(
    `select columns, mapping from file_import
     where account_id = $1 and resource_id = $2 and status = 'committed' and mapping is not null
     order by id desc limit 20`,
    [accountId, resourceId],
  );
}

// The file's bytes --------------------------------------------------------------------------------------------------

/** Appends a piece where so many bytes arrived before. False: they did not, or the import takes none any more. */
export async function appendChunk(tx: Tx, { accountId, id }: Omit<Place, "resourceId">, offset: number, bytes: Buffer) {
  const moved = await tx.query(
    `update file_import set received = received + $4, touched_at = clock_timestamp()
     where account_id = $1 and id = $2 and status = 'uploading' and received = $3 returning 1`,
    [accountId, id, offset, bytes.length],
    "import_received",
  );
  if (moved.length === 0) return false;
  await tx.query(
    `insert into file_import_chunk (account_id, import_id, ordinal, bytes)
     select $1, $2, coalesce(max(ordinal) + 1, 0), $3 from file_import_chunk where account_id = $1 and import_id = $2`,
    [accountId, id, bytes],
    "insert_import_chunk",
  );
  return true;
}

/** The pieces of a file in order, one at a time. */
export async function* chunks({ accountId, id }: Omit<Place, "resourceId">): AsyncGenerator<Uint8Array> {
  for (let ordinal = 0; ; ordinal += 1) {
    const [row] = await reader.query<{ bytes: Buffer }>(
      "select bytes from file_import_chunk where account_id = $1 and import_id = $2 and ordinal = $3",
      [accountId, id, ordinal],
      "read_import_chunk",
    );
    if (!row) return;
    yield row.bytes;
  }
}

/** Takes away a file's bytes. */
export async function clearChunks(tx: Tx, { accountId, id }: Omit<Place, "resourceId">): Promise<void> {
  await tx.query("delete from file_import_chunk where account_id = $1 and import_id = $2", [accountId, id]);
}

// What its time has passed ------------------------------------------------------------------------------------------

/** Imports that nobody went on with for so many days. */
export async function abandoned(tx: Tx, days: number): Promise<ImportRow[]> {
  return tx.query<ImportRow>(
    `select ${columns} from ${tables}
     where (i.status in ('uploading', 'mapping', 'planned', 'failed')
         or i.status in ('planning', 'committing') and j.status in ('failed', 'canceled'))
       and i.touched_at < now() - make_interval(days => $1)
     order by i.touched_at limit 20 for no key update of i skip locked`,
    [days],
  );
}
