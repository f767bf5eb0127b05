import type { Reader } from "@/lib/db/client";

/** A row of evidence with every column it has, by name: JSON as values, times as ISO texts. */
export type WholeRow = Record<string, unknown> & {
  id: number;
  status: string;
  revision: number;
  created_at: string;
  keep_until: string | null;
  schedule_id: number | null;
};

/** One evidence, whole. */
export async function findWhole(from: Reader, accountId: number, id: number): Promise<WholeRow | undefined> {
  const [found] = await from.query<{ row: string }>(
    "select to_jsonb(e) as row from evidence e where e.account_id = $1 and e.id = $2",
    [accountId, id],
  );
  return found && (JSON.parse(found.row) as WholeRow);
}

/** How often the trail tells that it was taken, and when for the last time. */
export async function downloadsInTrail(from: Reader, accountId: number, id: number) {
  const [row] = await from.query<{ count: number; last: string | null }>(
    `select count(*) as count, chain_time(max(at)) as last from audit_entry
     where account_id = $1 and target = 'evidence ' || $2::bigint and action like 'evidence.%'
       and action in ('evidence.download', 'evidence.link-download')`,
    [accountId, id],
  );
  return row ?? { count: 0, last: null };
}
