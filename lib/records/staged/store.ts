import type { Head, Tx } from "@/lib/changes/tx";
import type { Reader } from "@/lib/db/client";
import type { ImportMode } from "@/lib/contract/imports";
import type { Marks } from "../hidden";

/** How a set is made live; moment: what a resource held once, of which only what differs is staged. */
export type StagedMode = ImportMode | "moment";

export type Place = { accountId: number; resourceId: number };

/** Rows that wait to be live. baseRevision: what its items were compared with. */
export type StagedSet = Place & { id: number; baseRevision: number };

/** Begins an empty set beside a resource. */
export async function beginSet(tx: Tx, place: Place, kind: "import" | "session" | "moment"): Promise<StagedSet> {
  const [row] = await tx.query<{ id: number; base_revision: number }>(
    `insert into staged_set (account_id, resource_id, kind, base_revision)
     select account_id, id, $3, revision from resource where account_id = $1 and id = $2 returning id, base_revision`,
    [place.accountId, place.resourceId, kind],
  );
  if (!row) throw new Error(`There is no resource ${place.resourceId}`);
  return { ...place, id: row.id, baseRevision: row.base_revision };
}

/** A set by its number. */
export async function findSet(from: Reader, accountId: number, id: number): Promise<StagedSet | undefined> {
  const [row] = await from.query<{ resource_id: number; base_revision: number }>(
    "select resource_id, base_revision from staged_set where account_id = $1 and id = $2",
    [accountId, id],
  );
  return row && { accountId, resourceId: row.resource_id, id, baseRevision: row.base_revision };
}

/** The newest revision of the resource beside which a set waits. */
export async function revisionNow(from: Reader, { accountId, resourceId }: Place): Promise<number> {
  const [row] = await from.query<{ revision: number }>(
    "select revision from resource where account_id = $1 and id = $2",
    [accountId, resourceId],
  );
  return row?.revision ?? 0;
}

/** Rows as they are staged, each part in the same order; a text "null" keeps the live record of its id. */
export type StagedRows = {
  ids: readonly string[];
  texts: readonly string[];
  positions: readonly number[];
  problems: readonly (readonly object[] | null)[];
  basis: readonly (number | null)[];
};

/** staged: it is in the set now; fresh: its id was not; earlier: the position of the one that was. */
export type StageRow = {
  ordinal: number;
  staged: boolean;
  fresh: boolean;
  earlier: number | null;
  created_at: string;
};

/** Stages rows and compares them with what is live: one statement however many. ids: none twice. */
export async function stageItems(
  tx: Tx,
  set: StagedSet,
  rows: StagedRows,
  { schemaVersion, again, stamp }: { schemaVersion: number; again: boolean; stamp: string },
): Promise<StageRow[]> {
  await forgetCounts(tx, set);
  return tx.query<StageRow>(
    "select * from stage_items($1, $2, $3::jsonb, $4::text[], $5::bigint[], $6::jsonb, $7::bigint[], $8, $9, $10::timestamptz)",
    [
      set.accountId,
      set.id,
      `[${rows.texts.join(",")}]`,
      rows.ids,
      rows.positions,
      JSON.stringify(rows.problems),
      rows.basis,
      schemaVersion,
      again,
      stamp,
    ],
    "stage_items",
  );
}

/** The time of this transaction as the database has it. */
export async function timeNow(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ now: string }>("select clock_timestamp() as now");
  return row?.now ?? "";
}

/** Stages what a resource held at a revision, as far as something was written since another one. */
export async function stageMoment(tx: Tx, set: StagedSet, { at, since }: { at: number; since: number }): Promise<void> {
  await tx.query("set local statement_timeout = 0");
  await forgetCounts(tx, set);
  await tx.query("select stage_moment($1, $2, $3, $4)", [set.accountId, set.id, at, since]);
}

/** Compares anew what was written since the set's base, which moves to a revision: the caller's, or the newest one. */
export async function compareItems(tx: Tx, set: StagedSet, upTo?: number) {
  // However much was written meanwhile, it has to be compared.
  await tx.query("set local statement_timeout = 0");
  await holdSet(tx, set);
  const baseRevision = upTo ?? (await revisionNow(tx, set));
  const [found] = await tx.query<{ touched: number; beside: number; unfounded: number }>(
    "select * from compare_items($1, $2, $3)",
    [set.accountId, set.id, set.baseRevision],
  );
  await moveBase(tx, set, baseRevision);
  return { ...(found ?? { touched: 0, beside: 0, unfounded: 0 }), set: { ...set, baseRevision } };
}

/** Notes which revision a set's items stand beside; what was counted beside another one is forgotten. */
async function moveBase(tx: Tx, { accountId, id }: StagedSet, revision: number): Promise<void> {
  await tx.query(
    `update staged_set set base_revision = $3, counts = case when base_revision = $3 then counts end
     where account_id = $1 and id = $2`,
    [accountId, id, revision],
  );
}

/**
 * What a set holds. live: items under whose id a record is live; delete: live records that go by an item of their own;
 * oldest, newest: the versions of the schema that judged what is in it.
 */
export type ItemCounts = {
  create: number;
  update: number;
  unchanged: number;
  live: number;
  delete: number;
  oldest: number | null;
  newest: number | null;
};

type SetId = Pick<StagedSet, "accountId" | "id">;

/** Counts a set's items by what they are beside the live records; what was counted before is kept until one changes. */
export async function countItems(from: Reader, { accountId, id }: SetId): Promise<ItemCounts> {
  const [kept] = await from.query<{ counts: string | null }>(
    "select counts from staged_set where account_id = $1 and id = $2",
    [accountId, id],
  );
  if (kept?.counts) return JSON.parse(kept.counts) as ItemCounts;
  const [row] = await from.query<ItemCounts>(
    `select count(*) filter (where state = 'create') as create, count(*) filter (where state = 'update') as update,
       count(*) filter (where state = 'unchanged') as unchanged, count(live_revision) as live,
       count(*) filter (where state = 'delete') as delete,
       min(schema_version) filter (where data is not null) as oldest,
       max(schema_version) filter (where data is not null) as newest
     from staged_item where account_id = $1 and set_id = $2`,
    [accountId, id],
  );
  if (!row) throw new Error(`The set ${id} could not be counted`);
  return row;
}

/** Counts a set's items, and keeps that for whoever asks next. */
export async function keepCounts(tx: Tx, set: SetId): Promise<ItemCounts> {
  await holdSet(tx, set);
  const counts = await countItems(tx, set);
  await tx.query("update staged_set set counts = $3::jsonb where account_id = $1 and id = $2 and counts is null", [
    set.accountId,
    set.id,
    JSON.stringify(counts),
  ]);
  return counts;
}

/** Whoever changes items of a set holds it first: it is counted between two of them, and nobody waits crosswise. */
async function holdSet(tx: Tx, { accountId, id }: SetId): Promise<void> {
  await tx.query("select 1 from staged_set where account_id = $1 and id = $2 for update", [accountId, id]);
}

/** Holds a set whose items are about to change, so that they are counted anew. */
export async function forgetCounts(tx: Tx, { accountId, id }: SetId): Promise<void> {
  await tx.query(
    "update staged_set set counts = null where account_id = $1 and id = $2",
    [accountId, id],
    "forget_counts",
  );
}

/** Writes a set as the revision that the Change will take: one statement. The caller holds the lock and has compared. */
export async function commitItems(tx: Tx, head: Head, set: StagedSet, mode: StagedMode) {
  // However many records there are, this is one Change, and its end cannot be put off; but where whoever asked for it is
  // no more, the lock is let go within seconds and not at the end of the statement.
  await tx.query("set local statement_timeout = 0");
  await tx.query(
    `select set_config('client_connection_check_interval', '2s', true)
     where version() ~ 'linux|darwin|freebsd'`,
  );
  const [row] = await tx.query<{ created: number; updated: number; deleted: number }>(
    "select * from commit_items($1, $2, $3, $4, $5, $6::timestamptz)",
    [head.accountId, head.resourceId, set.id, mode, head.revision + 1, head.stamp],
  );
  return row ?? { created: 0, updated: 0, deleted: 0 };
}

/** Takes away the items of some rows. */
export async function removeItems(tx: Tx, { accountId, id }: StagedSet, positions: readonly number[]): Promise<void> {
  if (positions.length === 0) return;
  await forgetCounts(tx, { accountId, id });
  await tx.query("delete from staged_item where account_id = $1 and set_id = $2 and position = any($3::bigint[])", [
    accountId,
    id,
    positions,
  ]);
}

/** Takes away a set and what it holds. */
export async function clearSet(tx: Tx, { accountId, id }: SetId): Promise<void> {
  await tx.query("set local statement_timeout = 0");
  await holdSet(tx, { accountId, id });
  await tx.query("delete from staged_item where account_id = $1 and set_id = $2", [accountId, id]);
  await tx.query("delete from staged_set where account_id = $1 and id = $2", [accountId, id]);
}

export type ItemRow = {
  id: string;
  position: number;
  state: "create" | "update" | "unchanged";
  before: string | null;
  after: string;
  problems: string | null;
};

const maskSql = (column: string, marks: string) =>
  `case when ${marks}::jsonb is null then ${column} else mask_record(${column}, ${marks}::jsonb) end`;

/** The next items of some states in the order of their rows, beside the live records, as somebody may read them. */
export async function listItems(
  from: Reader,
  set: StagedSet,
  page: { states: readonly ItemRow["state"][]; after: number; size: number; marks: Marks },
): Promise<ItemRow[]> {
  // Each state by itself: the index that holds their order begins with it.
  const part = (state: string) => `select * from (select * from staged_item s
    where s.account_id = $1 and s.set_id = $2 and s.state = '${state}' and s.schema_version > 0 and s.position > $4
    order by s.position limit $5) ${state}_items`;
  return from.query<ItemRow>(
    `select s.id, s.position, s.state, ${maskSql("r.data", "$6")} as before, ${maskSql("s.data", "$6")} as after, s.problems
     from (${page.states.map(part).join(" union all ")} order by position limit $5) s
     left join data_record r on r.account_id = $1 and r.resource_id = $3 and r.id = s.id
     order by s.position`,
    [set.accountId, set.id, set.resourceId, page.after, page.size, page.marks],
  );
}

/** The next live records that have no item, in the order of their ids: what goes when the set becomes the live one. */
export async function listUnmatched(
  from: Reader,
  set: StagedSet,
  page: { afterId: string; size: number; marks: Marks },
): Promise<{ id: string; before: string }[]> {
  return from.query<{ id: string; before: string }>(
    `select r.id, ${maskSql("r.data", "$6")} as before from data_record r
     where r.account_id = $1 and r.resource_id = $3 and r.id > $4 and not exists (
       select from staged_item s where s.account_id = $1 and s.set_id = $2 and s.id = r.id)
     order by r.id limit $5`,
    [set.accountId, set.id, set.resourceId, page.afterId, page.size, page.marks],
  );
}
