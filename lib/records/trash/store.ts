import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import { dataSql, searchSql, Values } from "../condition";
import type { Marks } from "../hidden";
import type { Place } from "../store";

export type DeletedRow = {
  place: number;
  id: string;
  data: string;
  revision: number;
  deleted_revision: number;
  at: string;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  channel: string;
  request_id: string;
  reason: string | null;
  job_id: number | null;
};

// Rows of ids that are live again stay until the sweep.
const stillGone = `not exists (
  select from data_record l where l.account_id = d.account_id and l.resource_id = d.resource_id and l.id = d.id)`;

const versions = `deleted_record d join record_version r
  on r.account_id = d.account_id and r.resource_id = d.resource_id and r.id = d.id and r.revision = d.revision`;

/** Deleted records below a place (0: all), the newest deletion first, as they were, with the Change that ended them. */
export async function listDeleted(
  place: Place,
  { below, size, q, marks }: { below: number; size: number; q?: string; marks: Marks },
): Promise<DeletedRow[]> {
  const values = new Values();
  values.list.push(place.accountId, place.resourceId, below, size);
  return reader.query<DeletedRow>(
    `select d.place, r.id, ${dataSql(marks, values)} as data, r.revision, d.deleted_revision, c.at, c.actor_kind, c.actor_id, c.actor_label,
       c.channel, c.request_id, c.reason, c.job_id
     from ${versions}
     join change c on c.account_id = d.account_id and c.resource_id = d.resource_id and c.revision = d.deleted_revision
     where d.account_id = $1 and d.resource_id = $2 and ($3 = 0 or d.place < $3) and ${stillGone}
       ${q === undefined ? "" : `and ${searchSql(q, values, marks)}`}
     order by d.place desc limit $4`,
    values.list,
  );
}

export type GoneRow = { id: string; data: string; deleted_revision: number };

/** What is still gone of some ids, or of what went with a revision. */
export async function findGone(
  from: Reader,
  place: Place,
  meant: { ids?: readonly string[]; revision?: number },
  most: number,
): Promise<GoneRow[]> {
  return from.query<GoneRow>(
    `select d.id, r.data, d.deleted_revision from ${versions}
     where d.account_id = $1 and d.resource_id = $2 and ($3::text[] is null or d.id = any($3))
       and ($4::bigint is null or d.deleted_revision = $4) and ${stillGone}
     order by d.id limit $5`,
    [place.accountId, place.resourceId, meant.ids ?? null, meant.revision ?? null, most],
  );
}

/** The deletion that some ids are still gone by, read under the lock. */
export async function goneNow(tx: Tx, place: Place, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; deleted_revision: number }>(
    `select d.id, d.deleted_revision from deleted_record d
     where d.account_id = $1 and d.resource_id = $2 and d.id = any($3::text[]) and ${stillGone}`,
    [place.accountId, place.resourceId, ids],
  );
  return new Map(rows.map(({ id, deleted_revision }) => [id, deleted_revision]));
}

/** Takes ids out of the trash, once they are live again. */
export async function forgetDeleted(tx: Tx, place: Place, ids: readonly string[]): Promise<void> {
  await tx.query("delete from deleted_record where account_id = $1 and resource_id = $2 and id = any($3::text[])", [
    place.accountId,
    place.resourceId,
    ids,
  ]);
}
