import { Client } from "pg";

type Access = { superuser: string; owner: string };

const DATABASE = "attestry";

/** The address that the pool uses: an ordinary role which owns the database and is no superuser. */
export function urlOf(port: number, access: Access): string {
  return `postgresql://${DATABASE}:${access.owner}@127.0.0.1:${port}/${DATABASE}`;
}

/** Who answers on a port: our cluster, our cluster still recovering, a stranger, or nobody. */
export async function knock(port: number, password: string, folder: string): Promise<"ready" | "recovering" | "stranger" | "nobody"> {
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
    if (!role.rowCount) await client.query(`create role ${DATABASE} login password ${client.escapeLiteral(access.owner)}`);
    await client.query(`create database ${DATABASE} owner ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function asSuperuser(port: number, password: string, database: string): Client {
  const client = new Client({ host: "127.0.0.1", port, user: "postgres", password, database, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined); // a connection cut while idle is reported by the query that follows, or matters no more
  return client;
}
