import type { Head, Tx } from "@/lib/changes/tx";

type Place = { accountId: number; resourceId: number };

/** Empties the place where a publication's records are made ready. Answers the revision they are read from. */
export async function beginStaging(
  tx: Tx,
  { accountId, resourceId }: Place,
): Promise<{ since: number; total: number }> {
  await clearStaged(tx, { accountId, resourceId });
  const [row] = await tx.query<{ since: number; total: number }>(
    "select revision as since, record_count as total from resource where account_id = $1 and id = $2",
    [accountId, resourceId],
  );
  return row ?? { since: 0, total: 0 };
}

export async function clearStaged(tx: Tx, { accountId, resourceId }: Place): Promise<void> {
  await tx.query("delete from staged_record where account_id = $1 and resource_id = $2", [accountId, resourceId]);
}

/** What is done to each record: steps as JSON text; key: the other identifier key, null where it stays. */
export type Migration = { steps: string; key: string | null };

/** Makes the next records ready. looked_at 0: there are no more. */
export async function stageRecords(
  tx: Tx,
  place: Place,
  { steps, key }: Migration,
  page: { afterId: string | null; size: number },
) {
  const [row] = await tx.query<{ last_id: string | null; looked_at: number; staged: number }>(
    "select * from stage_records($1, $2, $3::jsonb, $4, $5, $6)",
    [place.accountId, place.resourceId, steps, key, page.afterId, page.size],
  );
  return row ?? { last_id: null, looked_at: 0, staged: 0 };
}

/** Makes ready anew what was written since a revision; the caller holds the resource's lock. */
export async function restageRecords(tx: Tx, head: Head, { steps, key }: Migration, since: number): Promise<void> {
  // However many records there are, this is one Change, and its end cannot be put off.
  await tx.query("set local statement_timeout = 0");
  await tx.query("select restage_records($1, $2, $3::jsonb, $4, $5)", [
    head.accountId,
    head.resourceId,
    steps,
    key,
    since,
  ]);
}

/** Records that could not be told apart by the key they were made ready for. */
export async function badKeys(tx: Tx, { accountId, resourceId }: Place) {
  const [row] = await tx.query<{ keyless: number; duplicates: number; example: string | null }>(
    `select count(*) filter (where new_id is null) as keyless, count(new_id) - count(distinct new_id) as duplicates,
       (select new_id from staged_record where account_id = $1 and resource_id = $2 and new_id is not null
        group by new_id having count(*) > 1 limit 1) as example
     from staged_record where account_id = $1 and resource_id = $2`,
    [accountId, resourceId],
  );
  return row ?? { keyless: 0, duplicates: 0, example: null };
}

/** Writes what is ready as the revision that the Change will take. Answers how many records that were. */
export async function applyStaged(tx: Tx, head: Head, { rekey }: { rekey: boolean }): Promise<number> {
  const [row] = await tx.query<{ written: number }>(
    `select ${rekey ? "rekey_staged" : "apply_staged"}($1, $2, $3, $4::timestamptz) as written`,
    [head.accountId, head.resourceId, head.revision + 1, head.stamp],
  );
  return row?.written ?? 0;
}
