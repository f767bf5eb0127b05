import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PoolClient } from "pg";
import { pool } from "./client";

/** One migration of this version: its folder's name, its text and the checksum that Prisma's own engine would note. */
export type Migration = { name: string; sql: string; checksum: string };

type Applied = { migration_name: string; checksum: string; finished_at: string | null };

const PRISMA_LOCK = 72_707_369; // Prisma's own, so that its tools and ours never migrate at once

const TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/** Applies what is missing, each migration in a transaction of its own. Answers the names it applied. */
export async function migrate(): Promise<string[]> {
  const client = await pool().connect();
  try {
    await client.query("set statement_timeout = 0; set lock_timeout = 0");
    await lockMigrations(client);
    const missing = await missingMigrations(client);
    for (const migration of missing) {
      await client.query("begin");
      await applyMigration(client, migration);
      await client.query("commit");
    }
    return missing.map(({ name }) => name);
  } finally {
    client.release(true); // the connection goes, and with it the lock, the settings and a transaction that failed
  }
}

/** Waits until nobody else migrates, and keeps others from it as long as the connection lives. */
export async function lockMigrations(client: PoolClient): Promise<void> {
  await client.query("select pg_advisory_lock($1)", [PRISMA_LOCK]);
}

/** What this version has and the database has not. Refuses a database that history and this version tell apart. */
export async function missingMigrations(client: PoolClient): Promise<Migration[]> {
  const ours = migrations();
  const applied = await appliedMigrations(client);
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const own = ours.find((migration) => migration.name === name);
    if (!own)
      throw new Error(
        `The database is ahead of this version: it has the migration ${name}, which is not in prisma/migrations. Run the newer version of Attestry, or restore a backup into an empty database.`,
      );
    if (!finished_at)
      throw new Error(
        `The migration ${name} was begun by another tool and did not finish. Mend the database by hand, then remove its row from _prisma_migrations or set finished_at.`,
      );
    if (own.checksum !== checksum)
      throw new Error(
        `The migration ${name} was edited after it was applied: prisma/migrations/${name}/migration.sql no longer has the checksum in _prisma_migrations. Put the file back as it was and write the change as a new migration.`,
      );
  }
  return ours.filter(({ name }) => !applied.some((row) => row.migration_name === name));
}

/** What the database says was applied to it, oldest first; nothing when it was never migrated. */
export async function appliedMigrations(client: PoolClient): Promise<Applied[]> {
  const there = await client.query("select to_regclass('_prisma_migrations') is not null as yes");
  if (!there.rows[0]?.yes) return [];
  const rows =
    "select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null order by migration_name";
  return (await client.query<Applied>(rows)).rows;
}

/** Runs one migration and notes it, inside the caller's transaction. */
export async function applyMigration(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  const started = new Date();
  await client.query(TABLE);
  try {
    await client.query(sql);
  } catch (error) {
    throw new Error(
      `The migration ${name} failed, and nothing of it was kept: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
  await client.query(
    "insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count) values ($1, $2, $3, $4, clock_timestamp(), 1)",
    [randomUUID(), checksum, name, started],
  );
}

/** The migrations of this version in the order they apply. */
export function migrations(): Migration[] {
  const folder = migrationsFolder();
  const named = readdirSync(folder).filter((name) => existsSync(join(folder, name, "migration.sql")));
  return named.sort().map((name) => {
    const bytes = readFileSync(join(folder, name, "migration.sql"));
    return { name, sql: bytes.toString("utf8"), checksum: createHash("sha256").update(bytes).digest("hex") };
  });
}

/** Found upwards, because this file also runs from a bundle in another folder. */
function migrationsFolder(): string {
  const beginnings = [dirname(fileURLToPath(import.meta.url)), process.cwd()];
  for (let [folder = "", ...others] = beginnings; folder;) {
    const found = join(folder, "prisma", "migrations");
    if (existsSync(found)) return found;
    const above = dirname(folder);
    [folder = "", ...others] = above === folder ? others : [above, ...others];
  }
  throw new Error(`No prisma/migrations above ${beginnings.join(" or ")}.`);
}
