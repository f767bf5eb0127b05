import type { Reader } from "@/lib/db/client";
import type { Values } from "../condition";

type Place = { accountId: number; resourceId: number };

/** Rows that are read by their revision and sorted, rather than looked for in the order that is asked for. */
const FEW = 20_000;

/** Changes that are asked how many versions they ended; of more, the newest tell how it goes with the others. */
const ASKED_CHANGES = 2_000;

/**
 * A revision, and the shortest way to its records. Among the live ones: few were made by then, or many. Among the kept:
 * none ended after it, few were begun by then, few ended after it, or many of both. mostlyLive: most are live still.
 */
export type Past = {
  revision: number;
  live: "few" | "many";
  kept: "none" | "begun" | "ended" | "many";
  mostlyLive: boolean;
};

/** Looks how much of a resource is older and younger than a revision: as far as FEW, so it costs the same at any size. */
export async function findPast(from: Reader, place: Place, revision: number): Promise<Past> {
  const upToFew = (table: string, column: string, how: string) =>
    `(select count(*) from (select from ${table} where account_id = $1 and resource_id = $2 and revision > 0
        and ${column} ${how} $3 order by ${column} limit $4) f)`;
  const [row] = await from.query<{ live: number; begun: number; ended: number; mostly_live: boolean }>(
    `select ${upToFew("data_record", "revision", "<=")} as live, ${upToFew("record_version", "revision", "<=")} as begun,
       ${upToFew("record_version", "superseded_by", ">")} as ended,
       (select c.ended / c.asked * (r.revision - $3) < r.record_count / 2
          from resource r, lateral (
            select greatest(count(*), 1) as asked, coalesce(sum(n.updated + n.deleted), 0) as ended
            from (select updated, deleted from change n where n.account_id = $1 and n.resource_id = $2 and n.revision > $3
              order by n.revision limit ${ASKED_CHANGES}) n) c
          where r.account_id = $1 and r.id = $2) as mostly_live`,
    [place.accountId, place.resourceId, revision, FEW + 1],
    "find_past",
  );
  const { live, begun, ended, mostly_live: mostlyLive } = row ?? { live: 0, begun: 0, ended: 0, mostly_live: true };
  const shorter = begun < ended ? "begun" : "ended";
  const kept = Math.min(begun, ended) === 0 ? "none" : Math.min(begun, ended) <= FEW ? shorter : "many";
  return { revision, live: live <= FEW ? "few" : "many", kept, mostlyLive };
}

/** What a version of a schema says of its records' values. */
export type Marking = { identifier_key: string; schema_text: string };

/** The text of schema version s where it may mark values and is not the present one, which is asked by its number; or "". */
export const markingOf = (present: string): string =>
  `case when s.version <> ${present} and s.schema_text ~ 'sensitive|\\\\u' then s.schema_text else '' end`;

/**
 * What the schemas in force at some revisions (undefined: all there were) mark; the text is empty where it marks nothing, or
 * is the present one.
 */
export async function findMarkings(
  from: Reader,
  place: Place,
  { revisions, present }: { revisions?: readonly number[]; present: number },
): Promise<Marking[]> {
  return from.query<Marking>(
    `select s.identifier_key,
       ${markingOf("$4")} as schema_text
     from schema_version s
     where s.account_id = $1 and s.resource_id = $2 and ($3::bigint[] is null or s.version in (
       select (select max(v.version) from schema_version v
         where v.account_id = $1 and v.resource_id = $2 and v.revision <= n)
       from unnest($3::bigint[]) n))`,
    [place.accountId, place.resourceId, revisions ?? null, present],
  );
}

// Where few are meant, "offset 0" keeps the planner from looking for them in the order of the list instead.
const fence = { few: " offset 0", many: "", begun: " offset 0", ended: " offset 0" } as const;

/**
 * Where the records of a moment stand, as tables for "from", with the account at $1, the resource at $2 and a past
 * revision at $3: what is live, what was live by then, and what was kept since. They share no record.
 */
export function sidesOf(past: Past | undefined): readonly string[] {
  const here = "account_id = $1 and resource_id = $2 and revision > 0";
  if (!past) return [`(select * from data_record where ${here})`];
  const live = `(select * from data_record where ${here} and revision <= $3${fence[past.live]})`;
  if (past.kept === "none") return [live];
  return [
    live,
    `(select * from record_version where ${here} and revision <= $3 and superseded_by > $3${fence[past.kept]})`,
  ];
}

/**
 * The side that most of a list is on, when the other one could be read for long without a hit: where the list of this
 * side ends, the other need not be read further.
 */
function leadingSide(past: Past | undefined): string | undefined {
  if (!past || past.kept === "none") return undefined;
  const [live, kept] = sidesOf(past);
  if (past.mostlyLive) return past.kept === "many" ? live : undefined;
  return past.live === "many" ? kept : undefined;
}

type Edged = { values: Values; where: readonly string[]; order: string; key: string };

/** The row after so many of the leading side: no list of so many goes beyond it. undefined: there is no such bound. */
export async function edgeOf(
  from: Reader,
  { past, size }: { past?: Past; size: number },
  { values, where, order, key }: Edged,
): Promise<{ key: string | null; id: string } | undefined> {
  const side = leadingSide(past);
  if (side === undefined) return undefined;
  const [edge] = await from.query<{ key: string | null; id: string }>(
    `select (${key})::text as key, r.id from ${side} r ${conditions(where)} order by ${order} offset ${size} limit 1`,
    [...values.list],
  );
  return edge;
}

type Wanted = {
  /** What is selected of each row r, and under which conditions. */
  select: string;
  where: readonly string[];
  /** The order within a side, and the same order told by what is selected. */
  order: string;
  again: string;
  limit: string;
};

/** The SQL of the first rows of all sides: each side gives as many as are wanted at most, so none is read to its end. */
export function firstOf(sides: readonly string[], { select, where, order, again, limit }: Wanted): string {
  const parts = sides.map(
    (side) => `select ${select} from ${side} r ${conditions(where)} order by ${order} limit ${limit}`,
  );
  if (parts.length === 1) return parts.join("");
  return `select * from (${parts.map((part) => `(${part})`).join(" union all ")}) r order by ${again} limit ${limit}`;
}

/** The SQL of how many rows all sides have, at most so many when a limit is named. */
export function countOf(sides: readonly string[], where: readonly string[], limit?: string): string {
  const parts = sides.map((side) => `select from ${side} r ${conditions(where)}`);
  const most = limit === undefined ? "" : ` limit ${limit}`;
  return `select count(*) as count from (${parts.join(" union all ")}${most}) matching`;
}

const conditions = (where: readonly string[]) => (where.length > 0 ? `where ${where.join(" and ")}` : "");
