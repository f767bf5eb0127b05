import { reader } from "@/lib/db/client";

/** What the caller may see: an account, of it some connections (null: all). */
type Sight = { accountId: number; connectionIds: readonly number[] | null };

// Records whose undeclared display names are read one by one, smallest resources first.
const READ_MAX = 30_000;

const seen = `c.account_id = $1 and c.deleted_at is null and ($2::bigint[] is null or c.id = any($2))`;
const seenResources = `resource s join connection c
  on c.account_id = s.account_id and c.id = s.connection_id and s.deleted_at is null and ${seen}`;

export type NamedRow = { connection_id: number; id: number; name: string };

/** Connections whose name holds a text in any case, those that begin with it first. */
export async function findConnections(sight: Sight, text: string, most: number): Promise<NamedRow[]> {
  return reader.query<NamedRow>(
    `select c.id as connection_id, c.id, c.client_alias as name from connection c
     where ${seen} and strpos(lower(c.client_alias), lower($3)) > 0
     order by strpos(lower(c.client_alias), lower($3)), lower(c.client_alias), c.id limit $4`,
    [sight.accountId, sight.connectionIds, text, most],
  );
}

/** Resources whose name holds a text in any case, those that begin with it first. */
export async function findResources(sight: Sight, text: string, most: number): Promise<NamedRow[]> {
  return reader.query<NamedRow>(
    `select s.connection_id, s.id, s.name from ${seenResources}
     where strpos(lower(s.name), lower($3)) > 0
     order by strpos(lower(s.name), lower($3)), lower(s.name), s.id limit $4`,
    [sight.accountId, sight.connectionIds, text, most],
  );
}

/** Connections of which some resource has sensitive values. */
export async function markedConnections(accountId: number): Promise<number[]> {
  const rows = await reader.query<{ connection_id: number }>(
    "select distinct connection_id from resource where account_id = $1 and sensitive <> '[]' and deleted_at is null",
    [accountId],
    "marked_connections",
  );
  return rows.map(({ connection_id }) => connection_id);
}

export type FoundRow = {
  connection_id: number;
  resource_id: number;
  resource_name: string;
  id: string;
  display_name: string | null;
};

// The last character there is: what begins with a text stands before the text followed by it.
const begins = (column: string) => `${column} >= p.beginning and ${column} < p.beginning || U&'\\+10FFFF'`;

const byPrefix = (column: string, rank: number) => `
  select s.id as resource_id, hit.id, ${rank} as rank
  from seen s cross join beginnings p cross join lateral (
    select r.id from data_record r
    where r.account_id = $1 and r.resource_id = s.id and ${begins(`r.${column}`)}
    order by r.${column}, r.id limit $4
  ) hit ${column === "id" ? "" : `where s.filter_slots ? '${column}'`}`;

/**
 * Records whose id or declared text begins with one of some texts, by their indexes, and records of smaller resources
 * whose display name holds the first in any case. hidden: connections whose sensitive values are neither looked into nor
 * shown.
 */
export async function findRecords(
  sight: Sight & { hidden: readonly number[] },
  beginnings: readonly string[],
  most: number,
): Promise<FoundRow[]> {
  return reader.query<FoundRow>(
    `with seen as materialized (
       select s.connection_id, s.id, s.name,
         case when not (s.connection_id = any($5::bigint[]) and touches_sensitive(array[s.display_name_key], s.sensitive))
           then s.display_name_key end as display_name_key,
         case when not s.connection_id = any($5) then s.filter_slots else (
           select coalesce(jsonb_object_agg(slot.key, slot.value), '{}') from jsonb_each(s.filter_slots) slot
           where not touches_sensitive(array(select jsonb_array_elements_text(slot.value)), s.sensitive)
         ) end as filter_slots,
         sum(s.record_count) over (order by s.record_count, s.id) <= ${READ_MAX} as readable
       from ${seenResources}
     ), beginnings as materialized (
       select beginning from unnest($3::text[]) beginning
     ), hits as (
       ${["id", "text_1", "text_2", "text_3", "text_4"].map(byPrefix).join(" union all ")}
       union all
       select s.id, hit.id, 9 from seen s cross join lateral (
         select r.id from data_record r
         where r.account_id = $1 and r.resource_id = s.id
           and strpos(lower(r.data ->> s.display_name_key), lower(($3::text[])[1])) > 0
         limit $4
       ) hit where s.readable and s.display_name_key is not null
     )
     select s.connection_id, h.resource_id, s.name as resource_name, h.id,
       left(case when jsonb_typeof(d.data -> s.display_name_key) in ('string', 'number')
         then d.data ->> s.display_name_key end, 200) as display_name
     from (select resource_id, id, min(rank) as rank from hits group by 1, 2 order by 3, 2, 1 limit $4) h
     join seen s on s.id = h.resource_id
     join data_record d on d.account_id = $1 and d.resource_id = h.resource_id and d.id = h.id
     order by h.rank, h.id, h.resource_id`,
    [sight.accountId, sight.connectionIds, beginnings, most, sight.hidden],
  );
}
