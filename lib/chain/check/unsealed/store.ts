import type { Reader } from "@/lib/db/client";
import { byCursor, markColumns, type MarkRow } from "../../store";

type Place = { resourceId: number; revision: number };

const unlinked = (kind: string, resource: string, number: string) =>
  `not exists (select from chain_link l where l.account_id = $1 and l.kind = '${kind}' and l.resource_id = ${resource}
     and l.number = ${number})`;

export type LooseRow = MarkRow & { late: boolean };

/** Audit entries without a link. late: everything of their time was sealed before they came. Inside a transaction. */
export function looseAudit(from: Reader, accountId: number, full: boolean): AsyncGenerator<LooseRow> {
  return byCursor<LooseRow>(
    from,
    "chain_loose_audit",
    `select e.id as number, ${markColumns}, e.id <= coalesce(h.low_id, 0) as late
     from audit_entry e left join chain_head h on h.account_id = e.account_id
     where e.account_id = $1 and ($2 or e.id > coalesce(h.low_id, 0)) and ${unlinked("audit", "0", "e.id")}
     order by e.id`,
    [accountId, full],
  );
}

/** How many there are, of those that came in time. */
export async function countLooseAudit(from: Reader, accountId: number): Promise<number> {
  const [row] = await from.query<{ count: number }>(
    `select count(*) as count from audit_entry e left join chain_head h on h.account_id = e.account_id
     where e.account_id = $1 and e.id > coalesce(h.low_id, 0) and ${unlinked("audit", "0", "e.id")}`,
    [accountId],
  );
  return row?.count ?? 0;
}

/** Audit entries whose mark another one has, too: one of both is a copy. */
export async function copiedAudit(
  from: Reader,
  accountId: number,
  told: number,
): Promise<{ id: number; of: number }[]> {
  return from.query(
    `select max(id) as id, min(id) as of from audit_entry where account_id = $1 and mark is not null
     group by mark having count(*) > 1 order by 1 limit $2`,
    [accountId, told],
  );
}

const sealedUpto = `(select max(l.number) from chain_link l
  where l.account_id = $1 and l.kind = 'change' and l.resource_id = r.id)`;

/** The same of Changes. */
export async function unsealedChanges(from: Reader, accountId: number, full: boolean, told: number) {
  const [row] = await from.query<{ count: number; inserted: string }>(
    `with loose as materialized (
       select c.resource_id, c.revision, c.revision <= coalesce(s.upto, 0) or c.revision > r.revision as late
       from resource r cross join lateral (select coalesce(${sealedUpto}, 0) as upto) s
         join change c on c.account_id = r.account_id and c.resource_id = r.id and ($2 or c.revision > s.upto)
       where r.account_id = $1 and ($2 or r.revision > s.upto) and ${unlinked("change", "c.resource_id", "c.revision")}
     )
     select count(*) filter (where not late) as count,
       (select coalesce(jsonb_agg(jsonb_build_object('resourceId', resource_id, 'revision', revision)), '[]')
        from (select * from loose where late order by resource_id, revision limit $3) named) as inserted from loose`,
    [accountId, full, told],
  );
  return { count: row?.count ?? 0, inserted: JSON.parse(row?.inserted ?? "[]") as Place[] };
}

/** The same of schema versions and evidence, of which there are few. */
export async function unsealedRows(from: Reader, accountId: number) {
  const schemas = await from.query<{ resourceId: number; version: number; late: boolean }>(
    `select r.id as "resourceId", v.version, v.revision <= coalesce(${sealedUpto}, 0) as late
     from schema_version v join resource r on r.account_id = v.account_id and r.id = v.resource_id
     where v.account_id = $1 and ${unlinked("schema", "v.resource_id", "v.version")} order by 1, 2`,
    [accountId],
  );
  const [evidence] = await from.query<{ count: number }>(
    `select count(*) as count from evidence e where e.account_id = $1
       and coalesce(to_jsonb(e) ->> 'status', 'ready') in ('ready', 'deleted') and ${unlinked("evidence", "0", "e.id")}`,
    [accountId],
  );
  const schemasInserted = schemas.filter(({ late }) => late);
  return { schemas: schemas.length - schemasInserted.length, schemasInserted, evidence: evidence?.count ?? 0 };
}

/** Evidence that no entry of the trail tells the making of. */
export async function evidenceFromNowhere(from: Reader, accountId: number, told: number): Promise<number[]> {
  const rows = await from.query<{ id: number }>(
    `select e.id from evidence e where e.account_id = $1 and not exists (
       select from audit_entry a where a.account_id = $1 and a.action like 'evidence.%' and a.target = 'evidence ' || e.id)
     order by e.id limit $2`,
    [accountId, told],
  );
  return rows.map(({ id }) => id);
}

/** Revisions that neither a Change nor a link tells of. */
export async function missingChanges(from: Reader, accountId: number, told: number): Promise<Place[]> {
  return from.query(
    `select r.id as "resourceId", n as revision
     from resource r cross join lateral (
       select count(*) as count from change c where c.account_id = $1 and c.resource_id = r.id
     ) c cross join lateral generate_series(1, case when c.count < r.revision then r.revision else 0 end) n
     where r.account_id = $1
       and not exists (select from change c where c.account_id = $1 and c.resource_id = r.id and c.revision = n)
       and ${unlinked("change", "r.id", "n")}
     order by 1, 2 limit $2`,
    [accountId, told],
  );
}

/** Versions at revisions that their resource never had. */
export async function versionsBeyond(from: Reader, accountId: number, told: number) {
  return from.query<Place & { id: string }>(
    `select x.* from resource r cross join lateral (
       (select d.resource_id as "resourceId", d.id, d.revision from data_record d
        where d.account_id = $1 and d.resource_id = r.id and d.revision > r.revision and d.revision > 0 limit $2)
       union all
       (select v.resource_id, v.id, v.revision from record_version v
        where v.account_id = $1 and v.resource_id = r.id and v.revision > r.revision and v.revision > 0 limit $2)
       union all
       (select v.resource_id, v.id, v.superseded_by from record_version v
        where v.account_id = $1 and v.resource_id = r.id and v.superseded_by > r.revision and v.revision > 0 limit $2)
       union all
       (select d.resource_id, d.id, d.revision from data_record d
        where d.account_id = $1 and d.resource_id = r.id and d.revision <= 0 limit $2)
       union all
       (select v.resource_id, v.id, v.revision from record_version v
        where v.account_id = $1 and v.resource_id = r.id and v.revision <= 0 limit $2)
     ) x where r.account_id = $1 limit $2`,
    [accountId, told],
  );
}

/** Resources that say less than what was sealed of them, or that are gone. */
export async function resourcesBehind(from: Reader, accountId: number, told: number) {
  return from.query<{ resourceId: number; says: number; sealed: number }>(
    `select s.resource_id as "resourceId", coalesce(r.revision, 0) as says, s.upto as sealed
     from (select resource_id, max(number) as upto from chain_link where account_id = $1 and kind = 'change' group by 1) s
       left join resource r on r.account_id = $1 and r.id = s.resource_id
     where s.upto > coalesce(r.revision, 0) order by 1 limit $2`,
    [accountId, told],
  );
}

/** Resources whose history has a beginning that no entry of the trail tells of. */
export async function linesWithoutReason(from: Reader, accountId: number, told: number) {
  return from.query<{ resourceId: number; historyFrom: number }>(
    `select r.id as "resourceId", r.history_from as "historyFrom" from resource r
     where r.account_id = $1 and r.history_from > 0 and not exists (
       select from audit_entry e where e.account_id = $1 and e.action = 'history.retain' and e.target = 'resource ' || r.id
         and (e.details -> 'readableFrom' ->> 'revision')::bigint >= r.history_from)
     order by 1 limit $2`,
    [accountId, told],
  );
}

/** How many versions there are of what lived at the beginning of each resource's history. */
export async function livedAtBeginning(from: Reader, accountId: number) {
  return from.query<{ resourceId: number; historyFrom: number; count: number }>(
    `select r.id as "resourceId", r.history_from as "historyFrom",
       (select count(*) from data_record d where d.account_id = $1 and d.resource_id = r.id and d.revision <= r.history_from)
       + (select count(*) from record_version v where v.account_id = $1 and v.resource_id = r.id
           and v.revision <= r.history_from and v.superseded_by > r.history_from) as count
     from resource r where r.account_id = $1 and r.history_from > 0`,
    [accountId],
  );
}

/** Versions that should have lived at a revision, by what was sealed up to it, and are not there. */
export async function gone(from: Reader, accountId: number, resourceId: number, revision: number, told: number) {
  return from.query<{ id: string; revision: number }>(
    `select s.id, s.revision from (
       select distinct on (x.id) x.id, l.number as revision, x.made
       from chain_link l join chain_lines p on p.account_id = l.account_id and p.ordinal = l.ordinal
         cross join lateral regexp_split_to_table(rtrim(p.body, E'\\n'), E'\\n') line
         cross join lateral (select split_part(line, ' ', 1) as made,
           regexp_replace(line, '^\\S+ \\d+ ', '')::jsonb #>> '{}' as id) x
       where l.account_id = $1 and l.kind = 'change' and l.resource_id = $2 and l.number <= $3
       order by x.id, l.number desc
     ) s
     where s.made <> '-'
       and not exists (select from data_record d
         where d.account_id = $1 and d.resource_id = $2 and d.id = s.id collate "C" and d.revision = s.revision)
       and not exists (select from record_version v
         where v.account_id = $1 and v.resource_id = $2 and v.id = s.id collate "C" and v.revision = s.revision)
     limit $4`,
    [accountId, resourceId, revision, told],
  );
}
