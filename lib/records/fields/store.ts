import type { Tx } from "@/lib/changes/tx";

type Place = { accountId: number; resourceId: number };

/** Whether a resource still declares the fields in these slots (JSON text). */
export async function declares(tx: Tx, { accountId, resourceId }: Place, slots: string): Promise<boolean> {
  const rows = await tx.query(
    "select 1 from resource where account_id = $1 and id = $2 and filter_slots = $3::jsonb and filling <> '{}'",
    [accountId, resourceId, slots],
  );
  return rows.length > 0;
}

/** Fills the slots of the next records. looked_at 0: there are no more. */
export async function fillAfter(tx: Tx, { accountId, resourceId }: Place, afterId: string | null, size: number) {
  const [row] = await tx.query<{ last_id: string | null; looked_at: number }>(
    "select * from refill_slots_after($1, $2, $3, $4)",
    [accountId, resourceId, afterId, size],
  );
  return row ?? { last_id: null, looked_at: 0 };
}

/** Lists may read the slots from now on. */
export async function markFilled(tx: Tx, { accountId, resourceId }: Place): Promise<void> {
  await tx.query("update resource set filling = '{}' where account_id = $1 and id = $2", [accountId, resourceId]);
}
