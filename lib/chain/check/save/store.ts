import type { Tx } from "@/lib/changes/tx";

/** Keeps what a check of an account found, in the place of the last one. */
export async function saveCheck(
  tx: Tx,
  accountId: number,
  { ordinal, full, intact, facts }: { ordinal: number; full: boolean; intact: boolean; facts: string },
): Promise<void> {
  await tx.query(
    `insert into chain_check (account_id, at, full_at, ordinal, intact, facts)
     select $1::bigint, clock_timestamp(), clock_timestamp(), $2::bigint, $4::boolean, $5::jsonb
     where exists (select from account where id = $1)
     on conflict (account_id) do update set at = excluded.at, ordinal = excluded.ordinal, intact = excluded.intact,
       facts = excluded.facts, full_at = case when $3 then excluded.full_at else chain_check.full_at end`,
    [accountId, ordinal, full, intact, facts],
  );
}
