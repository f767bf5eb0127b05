import { reader } from "@/lib/db/client";
import type { Marks } from "../hidden";
import type { Place, RecordRow } from "../store";

export type VersionRow = RecordRow & {
  superseded_by: number | null;
  made_by: string;
  ended_by: string | null;
};

const changeFacts = (alias: string) => `jsonb_build_object('revision', ${alias}.revision, 'kind', ${alias}.kind,
  'at', ${alias}.at, 'actor', jsonb_build_object('kind', ${alias}.actor_kind, 'id', ${alias}.actor_id, 'label', ${alias}.actor_label),
  'channel', ${alias}.channel, 'requestId', ${alias}.request_id, 'reason', ${alias}.reason, 'jobId', ${alias}.job_id)`;

/** Every version of a record below a revision (0: all), newest first, with the Change that made and the one that ended it. */
export async function listVersions(
  place: Place,
  id: string,
  { below, size, marks }: { below: number; size: number; marks: Marks },
): Promise<VersionRow[]> {
  return reader.query<VersionRow>(
    `select r.id, coalesce(case when $6::jsonb is null then r.data else mask_record(r.data, $6) end, 'null') as data,
       case when r.data is null then erased_facts($1, $2, r.id, r.revision) end as erased, r.revision,
       r.schema_version, r.created_at, r.updated_at, r.superseded_by, ${changeFacts("m")} as made_by,
       case when e.revision is not null then ${changeFacts("e")} end as ended_by
     from (
       select id, data, revision, schema_version, created_at, updated_at, null::bigint as superseded_by
       from data_record where account_id = $1 and resource_id = $2 and id = $3
       union all
       select id, data, revision, schema_version, created_at, updated_at, superseded_by
       from record_version where account_id = $1 and resource_id = $2 and id = $3
     ) r
     join change m on m.account_id = $1 and m.resource_id = $2 and m.revision = r.revision
     left join change e on e.account_id = $1 and e.resource_id = $2 and e.revision = r.superseded_by
     where $4 = 0 or r.revision < $4
     order by r.revision desc limit $5`,
    [place.accountId, place.resourceId, id, below, size, marks],
  );
}

export type ChangeRow = {
  revision: number;
  at: string;
  kind: string;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  channel: string;
  request_id: string;
  schema_version: number;
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  rejected: number;
  reason: string | null;
  job_id: number | null;
};

/** Which Changes are meant: of a kind, of a job, by an actor whose name holds a text. */
export type ChangesMeant = { kind?: string; jobId?: number; actor?: string };

/** Changes of a resource below a revision (0: all), newest first. */
export async function listChanges(
  place: Place,
  { below, size, kind, jobId, actor }: { below: number; size: number } & ChangesMeant,
): Promise<ChangeRow[]> {
  return reader.query<ChangeRow>(
    `select revision, at, kind, actor_kind, actor_id, actor_label, channel, request_id, schema_version,
       created, updated, unchanged, deleted, rejected, reason, job_id
     from change where account_id = $1 and resource_id = $2 and ($3 = 0 or revision < $3)
       and ($5::text is null or kind = $5) and ($6::bigint is null or job_id = $6)
       and ($7::text is null or strpos(lower(actor_label), lower($7)) > 0)
     order by revision desc limit $4`,
    [place.accountId, place.resourceId, below, size, kind ?? null, jobId ?? null, actor ?? null],
  );
}

export type PushRow = Omit<ChangeRow, "revision" | "kind" | "deleted" | "reason" | "job_id"> & {
  id: number;
  revision: number | null;
  body_bytes: number;
  rejected_rows: string;
  /** The upload session that it was staged in. */
  session_id: string | null;
};

/** Pushes of a resource below an id (0: all), newest first, with the rows they refused. */
export async function listPushes(
  place: Place,
  { below, size, rejected = false }: { below: number; size: number; rejected?: boolean },
): Promise<PushRow[]> {
  return reader.query<PushRow>(
    `select id, revision, at, actor_kind, actor_id, actor_label, channel, request_id, body_bytes, schema_version,
       created, updated, unchanged, rejected, rejected_rows, (
         select u.session_id from upload_session u where u.account_id = p.account_id and u.id = p.upload_session_id
       ) as session_id
     from push p where account_id = $1 and resource_id = $2 and ($3 = 0 or id < $3) and (not $5 or rejected > 0)
     order by id desc limit $4`,
    [place.accountId, place.resourceId, below, size, rejected],
  );
}

export type ProvenanceRow = Omit<RecordRow, "data" | "schema_version"> & {
  made_by: string;
  /** The push that last brought the record's present value, where a source pushes it. */
  push_id: number | null;
  push_at: string | null;
  push_actor: string | null;
  push_channel: string | null;
};

/**
 * A live record, the Change that made it, and the newest push of a source (not of a person) that made or repeated its
 * value. Pushes from before the value was made told of another one and are not read.
 */
export async function findProvenance(place: Place, id: string): Promise<ProvenanceRow | undefined> {
  const [row] = await reader.query<ProvenanceRow>(
    `select r.id, r.revision, r.created_at, r.updated_at, ${changeFacts("m")} as made_by,
       p.id as push_id, p.at as push_at, p.channel as push_channel,
       jsonb_build_object('kind', p.actor_kind, 'id', p.actor_id, 'label', p.actor_label) as push_actor
     from data_record r
     join change m on m.account_id = r.account_id and m.resource_id = r.resource_id and m.revision = r.revision
     left join lateral (
       select p.* from push p
       where p.account_id = r.account_id and p.resource_id = r.resource_id and p.at >= r.updated_at
         and p.actor_kind <> 'person' and (p.revision = r.revision or r.id = any(p.unchanged_ids))
       order by p.id desc limit 1
     ) p on true
     where r.account_id = $1 and r.resource_id = $2 and r.id = $3`,
    [place.accountId, place.resourceId, id],
  );
  return row;
}
