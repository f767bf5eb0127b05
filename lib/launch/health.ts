import { join } from "node:path";
import { pool } from "@/lib/db/client";
import { env } from "@/lib/db/env";
import { appliedMigrations, migrations } from "@/lib/db/migrate";
import { holderOf } from "./lock.mjs";
import { dataFolder } from "./places.mjs";
import { serverFacts } from "./store";

/** What an operator asks first: which database, is it up to date, does a server run on this data folder. */
export async function health(): Promise<object> {
  const client = await pool().connect();
  try {
    const applied = await appliedMigrations(client);
    const pending = migrations().filter(({ name }) => !applied.some((row) => row.migration_name === name));
    const holder = holderOf(join(dataFolder(), "lock"));
    const server = holder?.url ? { running: true, pid: holder.pid, url: holder.url } : { running: false };
    return {
      status: pending.length ? "needs migrate" : "ok",
      database: { kind: env().DATABASE_URL ? "external" : "embedded", postgres: (await serverFacts(client)).version },
      migrations: { applied: applied.length, pending: pending.map(({ name }) => name) },
      server,
      data: dataFolder(),
    };
  } finally {
    client.release();
  }
}
