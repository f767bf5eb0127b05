import type { Tx } from "@/lib/changes/tx";

type Place = { accountId: number; resourceId: number };

/** Whether fields were declared again since: then another job fills them, whatever they are. */
export async function isSuperseded(tx: Tx, { accountId, resourceId }: Place, jobId: number): Promise<boolean> {
  const rows = await tx.query(
    "select 1 from job where account_id = $1 and resource_id = $2 and kind = 'fields.fill' and id > $3 limit 1",
    [accountId, resourceId, jobId],
  );
  return rows.length > 0;
}

const VERSIONS_AT_ONCE = 10_000;

/**
 * Fills the slots of the next records and of what is kept of them. looked_at counts records; over: there is no more of
 * either. Ids that only history knows are taken on the way, as many as one batch can hold.
 */
export async function fillAfter(tx: Tx, { accountId, resourceId }: Place, afterId: string | null, size: number) {
  const here = [accountId, resourceId];
  const [far] = await tx.query<{ id: string; records: number }>(
    `select h.id, (select count(*) from (select from data_record r
         where r.account_id = $1 and r.resource_id = $2 and r.id > $3 and r.id <= h.id limit $4) n) as records
     from (select id from record_version where account_id = $1 and resource_id = $2 and id > $3
       order by id offset ${VERSIONS_AT_ONCE} limit 1) h`,
    [...here, afterId ?? "", size],
  );
  const part = await fillRecords(tx, here, afterId, far ? far.records : size);
  const upTo = part.last_id ?? far?.id ?? null;
  await tx.query("select refill_history_slots($1, $2, $3, $4)", [...here, afterId, upTo]);
  return { last_id: upTo, looked_at: part.looked_at, over: upTo === null };
}

async function fillRecords(tx: Tx, here: unknown[], afterId: string | null, size: number) {
  const none = { last_id: null, looked_at: 0 };
  if (size === 0) return none;
  const [row] = await tx.query<{ last_id: string | null; looked_at: number }>(
    "select * from refill_slots_after($1, $2, $3, $4)",
    [...here, afterId, size],
  );
  return row ?? none;
}

/** Lists may read the slots from now on. */
export async function markFilled(tx: Tx, { accountId, resourceId }: Place): Promise<void> {
  await tx.query("update resource set filling = '{}' where account_id = $1 and id = $2", [accountId, resourceId]);
}
