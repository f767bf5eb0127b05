import pg from "pg";
import { PrismaPg } from "@prisma/adapter-pg";
import { copiedPieces, copiedRow, type CopiedRow, type Room } from "./copied";
import { env } from "./env";
import { PrismaClient } from "./generated/client";
import { singleton } from "./singleton";

export type { PoolClient } from "pg";

const OID = { int8: 20, int8Array: 1016, timestamp: 1114, timestamptz: 1184, json: 114, jsonb: 3802, numeric: 1700 };

/** Ids fit a double; jsonb and times stay the text PostgreSQL sent, so that no digit and no microsecond is lost. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === OID.int8) return Number;
    if (oid === OID.int8Array)
      return (text: string) => (pg.types.getTypeParser(oid, "text")(text) as string[]).map(Number);
    if (oid === OID.jsonb || oid === OID.json || oid === OID.timestamptz) return (text: string) => text;
    return format === "binary" ? pg.types.getTypeParser(oid, "binary") : pg.types.getTypeParser(oid, "text");
  },
};

/**
 * A statement whose asker was killed ends within two seconds, and lets go of what it locked. Said to the embedded database
 * only: one of DATABASE_URL may run where PostgreSQL cannot look after its askers, and would refuse to be connected to.
 */
const LOOKS_AFTER_US = process.platform === "win32" ? "" : " -c client_connection_check_interval=2000";

type Held = { url: string; pool?: pg.Pool; prisma?: PrismaClient; onIdleError: (error: Error) => void };

const held = () => singleton<Held>("database", () => ({ url: "", onIdleError: () => undefined }));

/** Points this process at a database other than DATABASE_URL (the embedded one). Call before the first query. */
export function pointAtDatabase(url: string): void {
  held().url = url;
}

/** Where errors of idle connections go (the server logs them); a lost connection is replaced by the next query. */
export function onIdleError(listen: (error: Error) => void): void {
  held().onIdleError = listen;
}

/** Connection settings every client of ours shares; milliseconds are PostgreSQL's default unit. */
export function connectionConfig(): pg.ClientConfig {
  const { DATABASE_URL, ATTESTRY_LOCK_WAIT_SECONDS: lock, ATTESTRY_STATEMENT_SECONDS: statement } = env();
  const url = held().url || DATABASE_URL;
  if (!url) throw new Error("No database: set DATABASE_URL, or start with `npm start`, which brings its own.");
  return {
    connectionString: url,
    types,
    options:
      `-c timezone=UTC -c lock_timeout=${lock * 1000} -c statement_timeout=${statement * 1000} -c jit=off` +
      (held().url ? LOOKS_AFTER_US : ""),
    // Whoever looks at the database's connections sees which process is behind each; DATABASE_URL may name another.
    application_name: `attestry ${process.pid}`,
    connectionTimeoutMillis: 4_000,
    keepAlive: true,
  };
}

/** The pool of this process. */
export function pool(): pg.Pool {
  const state = held();
  if (!state.pool) {
    state.pool = new pg.Pool({ ...connectionConfig(), max: env().ATTESTRY_POOL_MAX, idleTimeoutMillis: 60_000 });
    state.pool.on("error", (error) => state.onIdleError(error));
    // A connection that is cut between two statements of a transaction: the next statement fails and tells it.
    state.pool.on("connect", (client) => client.on("error", () => undefined));
  }
  return state.pool;
}

/** What reads rows: the pool here, a transaction in a write. */
export interface Reader {
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<Row[]>;
}

/** What also reads a row as bytes, for much that is read at once. room: where to, in the place of what was there. */
export interface BytesReader extends Reader {
  copy(select: string, values: unknown[], room: Room): Promise<CopiedRow | undefined>;
}

/** Reads through the pool; name a statement that runs often, so that it is prepared once per connection. */
export const reader: BytesReader = {
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = [], name?: string) {
    const { rows } = await pool().query<Row>(name ? { name, text, values } : { text, values });
    return rows;
  },
  copy: (select, values, room) => connected((client) => copiedRow(client, select, values, room)),
};

/** Works with a connection of the pool; one that a failure was told on is not given back. */
async function connected<Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool().connect();
  let failed = true;
  try {
    const result = await work(client);
    failed = false;
    return result;
  } finally {
    client.release(failed);
  }
}

/** Reads the long bytes of one value through the pool, in pieces; none where there is no row. */
export const readPieces = (select: string, values: unknown[]): Promise<Buffer[]> =>
  connected((client) => copiedPieces(client, select, values));

/** Everything read inside sees one moment of the database, however long it takes; closed early, it lets go. */
export async function* readSnapshot<Item>(read: (from: BytesReader) => AsyncGenerator<Item>): AsyncGenerator<Item> {
  const client = await pool().connect();
  let failed = true;
  try {
    await client.query("begin isolation level repeatable read read only");
    yield* read(readerOf(client));
    await client.query("commit");
    failed = false;
  } finally {
    client.release(failed);
  }
}

/** Reads that have to agree with each other: all of them see one moment of the database. */
export async function readTogether<Result>(read: (from: BytesReader) => Promise<Result>): Promise<Result> {
  let result: { value: Result } | undefined;
  const reading = readSnapshot(async function* (from) {
    yield { value: await read(from) };
  });
  for await (const read of reading) result = read;
  if (!result) throw new Error("A snapshot gives what was read in it");
  return result.value;
}

const readerOf = (client: pg.PoolClient): BytesReader => ({
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = [], name?: string) {
    return (await client.query<Row>(name ? { name, text, values } : { text, values })).rows;
  },
  copy: (select, values, room) => copiedRow(client, select, values, room),
});

/** Typed reads of everything that is not on the hot path. Writes go through lib/changes only. */
export function prisma(): PrismaClient {
  const state = held();
  state.prisma ??= new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) });
  return state.prisma;
}

/** Closes every connection of this process. */
export async function closeDatabase(): Promise<void> {
  const state = held();
  await state.prisma?.$disconnect();
  await state.pool?.end();
  delete state.prisma;
  delete state.pool;
}

/** What a database error means for the caller, told by SQLSTATE or the driver's code, never by instanceof. */
export function databaseTrouble(error: unknown): "away" | "busy" | "conflict" | undefined {
  const own = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : "";
  // Prisma has codes of its own, and says in its sentence which one the database gave.
  const code = /\bCode: `(\w+)`/.exec(message)?.[1] ?? own;
  if (code === "40P01" || code === "40001") return "conflict";
  if (code === "55P03" || code === "57014") return "busy";
  if (/^(08...|57P0.|53...|25006|3D000|58...|ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|P1001|P1017)$/.test(code))
    return "away";
  // The last: where the socket of the embedded database was, there is no file (ENOENT).
  const away =
    /timeout exceeded when trying to connect|Connection terminated|not queryable|connection error|\.s\.PGSQL\./i;
  return away.test(message) ? "away" : undefined;
}
