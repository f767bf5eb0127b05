import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";

/** The PostgreSQL that app started: where it listens, and as whom the bench works on it. */
export type Cluster = {
  port: number;
  role: string;
  password: string;
  /** Where it lives when it could not live in the data folder. */
  place: string;
  url: (database: string) => string;
  asSuperuser: (sql: string) => Promise<void>;
};

const ROLE = "attestry";

/** Finds the embedded PostgreSQL of a data folder by the notes that the server keeps there. */
export function clusterOf(data: string): Cluster {
  const note = path.join(data, "postgres-is-at");
  const place = existsSync(note) ? readFileSync(note, "utf8").trim() : path.join(data, "postgres");
  const access = JSON.parse(readFileSync(path.join(place, "access.json"), "utf8")) as {
    superuser: string;
    owner: string;
  };
  const port = Number(readFileSync(path.join(place, "cluster", "postmaster.pid"), "utf8").split("\n")[3]);
  const address = `127.0.0.1:${port}`;
  return {
    port,
    role: ROLE,
    password: access.owner,
    place,
    url: (database) => `postgresql://${ROLE}:${access.owner}@${address}/${database}`,
    asSuperuser: async (sql) => {
      const client = new pg.Client(`postgresql://postgres:${access.superuser}@${address}/postgres`);
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
  };
}

/** One connection as the owner of a database, for setting up and looking behind. */
export async function connect(cluster: Cluster, database: string): Promise<pg.Client> {
  const client = new pg.Client(cluster.url(database));
  client.on("error", () => undefined); // the cluster goes before this connection does
  await client.connect();
  return client;
}

const SHOWN = ["server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "max_wal_size"];

/** The settings that figures depend on, as the server has them. */
export async function serverFacts(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string; value: string }>(
    "select name, current_setting(name) as value from unnest($1::text[]) as name",
    [SHOWN],
  );
  return rows.map(({ name, value }) => `${name} ${value}`).join(", ");
}
