import { existsSync } from "node:fs";
import { Client, escapeIdentifier, type PoolClient } from "pg";
import { from as copyFrom, to as copyTo, type CopyStreamQuery, type CopyToStreamQuery } from "pg-copy-streams";
import { socketOf } from "./socket";

type Access = { superuser: string; owner: string };

const DATABASE = "attestry";

/**
 * The address that the pool uses: an ordinary role which owns the database and is no superuser. Through the cluster's
 * socket where it has one, since a small statement takes a fifth less time than through the loopback address.
 */
export function urlOf(port: number, { folder, access }: { folder: string; access: Access }): string {
  const host = existsSync(socketOf(folder, port)) ? encodeURIComponent(folder) : "127.0.0.1";
  return `postgresql://${DATABASE}:${access.owner}@${host}:${port}/${DATABASE}`;
}

/** Who answers on a port: our cluster, our cluster still recovering, a stranger, or nobody. */
export async function knock(
  port: number,
  password: string,
  folder: string,
): Promise<"ready" | "recovering" | "stranger" | "nobody"> {
  const client = asSuperuser(port, password, "postgres");
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder");
    return rows[0]?.folder === folder ? "ready" : "stranger";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "57P03") return "recovering";
    if (code === "28P01" || code === "28000") return "stranger";
    return "nobody";
  } finally {
    await client.end();
  }
}

/** Makes the role and the database of a new cluster; of an old one it only looks. */
export async function makeDatabase(port: number, access: Access): Promise<void> {
  const client = asSuperuser(port, access.superuser, "postgres");
  await client.connect();
  try {
    const seen = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (seen.rowCount) return;
    const role = await client.query("select 1 from pg_roles where rolname = $1", [DATABASE]);
    if (!role.rowCount)
      await client.query(`create role ${DATABASE} login password ${client.escapeLiteral(access.owner)}`);
    await client.query(`create database ${DATABASE} owner ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function asSuperuser(port: number, password: string, database: string): Client {
  const client = new Client({
    host: "127.0.0.1",
    port,
    user: "postgres",
    password,
    database,
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined); // a connection cut while idle is reported by the query that follows, or matters no more
  return client;
}

/** A table of the schema public as a backup sees it: what is stored, without what PostgreSQL computes. */
export type Table = { name: string; columns: string[] };

/** Every table that holds rows of its own, the note of applied migrations among them. */
export async function tables(client: PoolClient): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.oid, c.relname order by c.relname collate "C"`);
  return rows;
}

/** Settings under which every version of PostgreSQL writes and reads the same text, without a limit of time. */
export async function prepareForCopy(client: PoolClient): Promise<void> {
  await client.query(`set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
    set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 3;
    set bytea_output = 'hex'; set client_encoding = 'UTF8'; set search_path = public`);
}

/** Begins the one snapshot that a whole backup is read from. */
export const beginSnapshot = (client: PoolClient) =>
  client.query("begin transaction isolation level repeatable read, read only");

/** All rows of a table as COPY text. */
export function copyOut(client: PoolClient, table: Table): CopyToStreamQuery {
  const columns = table.columns.map(escapeIdentifier).join(", ");
  return client.query(copyTo(`copy (select ${columns} from ${escapeIdentifier(table.name)}) to stdout`));
}

/** Takes the rows of a table as COPY text. */
export function copyIn(client: PoolClient, table: Table): CopyStreamQuery {
  const columns = table.columns.map(escapeIdentifier).join(", ");
  return client.query(copyFrom(`copy ${escapeIdentifier(table.name)} (${columns}) from stdin`));
}

/** Where a sequence stands. Sequences know no snapshot: read after the tables they are never behind them. */
export type Sequence = { name: string; last: string; called: boolean };

export async function sequences(client: PoolClient): Promise<Sequence[]> {
  const found = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname collate "C"`,
  );
  const states: Sequence[] = [];
  for (const { name } of found.rows) {
    const state = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${escapeIdentifier(name)}`,
    );
    states.push({ name, last: state.rows[0]?.last ?? "1", called: state.rows[0]?.called ?? false });
  }
  return states;
}

export async function setSequence(client: PoolClient, { name, last, called }: Sequence): Promise<void> {
  await client.query("select setval(format('public.%I', $1::text)::regclass, $2::bigint, $3)", [name, last, called]);
}

/** What the migrations fill by themselves, so that it says nothing of a database that it has rows in them. */
const FILLED_BY_MIGRATIONS = ["_prisma_migrations", "chain_watch"];

/** The first table that holds rows already, other than by the migrations. */
export async function firstFilledTable(client: PoolClient): Promise<string | undefined> {
  for (const { name } of await tables(client)) {
    if (FILLED_BY_MIGRATIONS.includes(name)) continue;
    const { rows } = await client.query<{ filled: boolean }>(
      `select exists (select from ${escapeIdentifier(name)}) as filled`,
    );
    if (rows[0]?.filled) return name;
  }
  return undefined;
}

/**
 * Takes triggers and foreign keys out of the way of a load, as the owner of the tables may (a superuser's switch is not
 * ours to use), and answers what brings each of them back exactly as it was; adding a foreign key checks every row.
 */
export async function setRulesAside(client: PoolClient): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ away: string; back: string }>(`
    select format('alter table %s disable trigger %I', t.tgrelid::regclass, t.tgname) as away,
      format('alter table %s enable %s trigger %I', t.tgrelid::regclass,
        case t.tgenabled when 'A' then 'always' when 'R' then 'replica' else '' end, t.tgname) as back
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled <> 'D' and t.tgparentid = 0
    union all
    select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname),
      format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
    from pg_constraint k where k.connamespace = 'public'::regnamespace and k.contype = 'f' and k.conparentid = 0`);
  for (const { away } of rows) await client.query(away);
  return async () => {
    for (const { back } of rows) await client.query(back);
  };
}

/** Empties what the migrations filled as restore applied them: the rows of the original come in their place. */
export async function forgetMigrations(client: PoolClient): Promise<void> {
  for (const name of FILLED_BY_MIGRATIONS) {
    const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [name]);
    if (rows[0]?.there) await client.query(`delete from ${escapeIdentifier(name)}`);
  }
}

/** What the PostgreSQL that answers says of itself. */
export async function serverFacts(client: Pick<PoolClient, "query">): Promise<{ version: string; encoding: string }> {
  const asked = "select current_setting('server_version') as version, current_setting('server_encoding') as encoding";
  const { rows } = await client.query<{ version: string; encoding: string }>(asked);
  return rows[0] ?? { version: "unknown", encoding: "unknown" };
}
