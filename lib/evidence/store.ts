import type { Tx } from "@/lib/changes/tx";
import { prisma, reader, type Reader } from "@/lib/db/client";
import type { Marks } from "@/lib/records/hidden";

export type EvidenceRow = {
  accountId: number;
  connectionId: number;
  resourceId: number;
  revision: number;
  schemaVersion: number;
  fileName: string;
  recordCount: number;
  byteCount: number;
  sha256: string;
  manifest: string;
  /** The places that are masked in the file, as JSON text. */
  masked: string;
  createdAt: string;
  createdBy: string;
  requestId: string;
};

/** The resource as the transaction's moment shows it. */
export async function resourceNow(tx: Tx, accountId: number, resourceId: number) {
  const [row] = await tx.query<{ revision: number; schema_version: number; hash: string; now: string }>(
    `select r.revision, r.schema_version, s.hash, clock_timestamp() as now
     from resource r join schema_version s
       on s.account_id = r.account_id and s.resource_id = r.id and s.version = r.schema_version
     where r.account_id = $1 and r.id = $2 and r.deleted_at is null`,
    [accountId, resourceId],
  );
  return row;
}

/** A page of records' stored text in the order of their ids' bytes. */
export async function pageOfTexts(
  tx: Tx,
  place: { accountId: number; resourceId: number; marks: Marks },
  afterId: string | null,
  size: number,
) {
  return tx.query<{ id: string; data: string }>(
    `select id, case when $5::jsonb is null then data else mask_record(data, $5) end as data from data_record
     where account_id = $1 and resource_id = $2 and ($3::text is null or id > $3) order by id limit $4`,
    [place.accountId, place.resourceId, afterId, size, place.marks],
    "page_of_texts",
  );
}

/** The number the next evidence gets. */
export async function nextId(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ id: number }>("select nextval(pg_get_serial_sequence('evidence', 'id')) as id");
  return row?.id ?? 0;
}

/** One piece of the file. */
export async function insertChunk(
  tx: Tx,
  accountId: number,
  evidenceId: number,
  ordinal: number,
  bytes: Buffer,
): Promise<void> {
  await tx.query(
    "insert into evidence_chunk (account_id, evidence_id, ordinal, bytes) values ($1, $2, $3, $4)",
    [accountId, evidenceId, ordinal, bytes],
    "insert_chunk",
  );
}

/** The evidence itself, when all of its pieces are there. */
export async function insertEvidence(tx: Tx, id: number, row: EvidenceRow): Promise<void> {
  await tx.query(
    `insert into evidence (account_id, id, connection_id, resource_id, revision, schema_version, file_name, record_count,
       byte_count, sha256, manifest, created_at, created_by, request_id, masked)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb)`,
    [
      row.accountId,
      id,
      row.connectionId,
      row.resourceId,
      row.revision,
      row.schemaVersion,
      row.fileName,
      row.recordCount,
      row.byteCount,
      row.sha256,
      row.manifest,
      row.createdAt,
      row.createdBy,
      row.requestId,
      row.masked,
    ],
  );
}

/** Whether a file holds in clear what is sensitive now. */
export async function holdsSensitive(accountId: number, id: number): Promise<boolean> {
  const [row] = await reader.query<{ clear: boolean }>(
    `select exists (select from jsonb_array_elements(r.sensitive) path
       where path not in (select jsonb_array_elements(e.masked))) as clear
     from evidence e join resource r on r.account_id = e.account_id and r.id = e.resource_id
     where e.account_id = $1 and e.id = $2`,
    [accountId, id],
  );
  return row?.clear ?? false;
}

/** One evidence of an account. */
export async function findEvidence(accountId: number, id: number) {
  return prisma().evidence.findUnique({ where: { accountId_id: { accountId, id } } });
}

/** An account's evidence, newest first, below an id (0: all), of the given connections or of all. */
export async function listEvidence(
  accountId: number,
  page: { below: number; size: number; resourceId?: number; connectionIds: readonly number[] | null },
) {
  const { below, size, resourceId, connectionIds } = page;
  return prisma().evidence.findMany({
    where: {
      accountId,
      ...(below > 0 && { id: { lt: below } }),
      ...(resourceId !== undefined && { resourceId }),
      ...(connectionIds && { connectionId: { in: [...connectionIds] } }),
    },
    orderBy: { id: "desc" },
    take: size,
  });
}

/** The pieces of a file in order, one at a time. */
export async function* chunks(
  accountId: number,
  evidenceId: number,
  from: Reader = reader,
): AsyncGenerator<Uint8Array> {
  for (let ordinal = 0; ; ordinal += 1) {
    const [row] = await from.query<{ bytes: Buffer }>(
      "select bytes from evidence_chunk where account_id = $1 and evidence_id = $2 and ordinal = $3",
      [accountId, evidenceId, ordinal],
      "read_chunk",
    );
    if (!row) return;
    yield row.bytes;
  }
}
