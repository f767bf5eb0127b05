import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";

const BATCH_VERSIONS = 5_000;

export type OldRow = {
  connection_id: number;
  resource_id: number;
  name: string;
  /** The newest revision that is that old; from it on, history would stay whole. */
  from_revision: number;
  from_at: string;
  versions: number;
};

/** Resources with versions that were superseded so many days ago, those with most of them first. */
export async function listOld(
  accountId: number,
  { days, connectionIds }: { days: number; connectionIds: readonly number[] | null },
): Promise<OldRow[]> {
  return reader.query<OldRow>(
    `select r.connection_id, r.id as resource_id, r.name, s.revision as from_revision, s.at as from_at, v.versions
     from resource r cross join lateral (
       select c.revision, c.at from change c where c.account_id = $1 and c.resource_id = r.id
         and c.at <= now() - make_interval(days => $2) order by c.at desc, c.revision desc limit 1
     ) s cross join lateral (
       select count(*) as versions from record_version v
       where v.account_id = $1 and v.resource_id = r.id and v.superseded_by <= s.revision
     ) v
     where r.account_id = $1 and ($3::bigint[] is null or r.connection_id = any($3)) and v.versions > 0
     order by v.versions desc, r.id`,
    [accountId, days, connectionIds],
  );
}

/** Accounts whose history has an end, which was set at least a day ago. */
export async function listBounded(): Promise<{ account_id: number; days: number }[]> {
  return reader.query<{ account_id: number; days: number }>(
    `select id as account_id, history_days as days from account
     where history_days is not null and history_days_at <= now() - interval '24 hours' order by id`,
  );
}

type Place = { accountId: number; resourceId: number };

/** Moves the line before which nobody reads, under the resource's lock. Answers how many versions lie before it. */
export async function moveLine(tx: Tx, { accountId, resourceId }: Place, revision: number): Promise<number> {
  await tx.query("update resource set history_from = $3 where account_id = $1 and id = $2 and history_from < $3", [
    accountId,
    resourceId,
    revision,
  ]);
  await tx.query("delete from deleted_record where account_id = $1 and resource_id = $2 and deleted_revision <= $3", [
    accountId,
    resourceId,
    revision,
  ]);
  const [row] = await tx.query<{ count: number }>(
    "select count(*) as count from record_version where account_id = $1 and resource_id = $2 and superseded_by <= $3",
    [accountId, resourceId, revision],
  );
  return row?.count ?? 0;
}

/** Removes the next versions that lie before the line. False: there are no more. */
export async function removeOld(tx: Tx, { accountId, resourceId }: Place): Promise<boolean> {
  const [row] = await tx.query<{ count: number }>(
    `with gone as (
       delete from record_version v using (
         select o.id, o.revision from record_version o, resource r
         where r.account_id = $1 and r.id = $2 and o.account_id = $1 and o.resource_id = $2
           and o.superseded_by <= r.history_from limit $3
       ) o where v.account_id = $1 and v.resource_id = $2 and v.id = o.id and v.revision = o.revision returning 1
     ) select count(*) as count from gone`,
    [accountId, resourceId, BATCH_VERSIONS],
  );
  return row?.count === BATCH_VERSIONS;
}
