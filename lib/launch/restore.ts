import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { pool, type PoolClient } from "@/lib/db/client";
import { appliedMigrations, applyMigration, lockMigrations, migrate, migrations } from "@/lib/db/migrate";
import { BackupReader, type Header, type TableEnd } from "./backup-file";
import * as store from "./store";

export type Restored = { file: string; madeAt: string; tables: number; rows: number; migrated: string[] };

type TableBegin = { table?: string; columns?: string[]; sequences?: store.Sequence[] };

/** Brings a backup back into an empty database, whole or not at all, then up to this version's migrations. */
export async function restore(from: string): Promise<Restored> {
  const reader = new BackupReader(resolve(from));
  const header = await reader.header();
  const client = await pool().connect();
  let loaded: { tables: number; rows: number };
  try {
    await store.prepareForCopy(client);
    await client.query("begin");
    await lockMigrations(client);
    await refuseFilled(client);
    await migrateTo(client, header);
    loaded = await load(client, reader);
    await client.query("commit");
  } finally {
    client.release(true); // an unfinished transaction goes with the connection
  }
  return { file: reader.file, madeAt: header.madeAt, ...loaded, migrated: await migrate() };
}

async function refuseFilled(client: PoolClient): Promise<void> {
  const filled = await store.firstFilledTable(client);
  if (!filled) return;
  throw new Error(
    `The target is not empty: its table ${filled} has rows, and restore never mixes or replaces. Give it an empty database: ` +
      "another DATABASE_URL, or ATTESTRY_DATA with a new folder.",
  );
}

/** The target gets exactly the tables that the backup was made from. */
async function migrateTo(client: PoolClient, header: Header): Promise<void> {
  const ours = migrations();
  const wanted = header.migrations.map(({ name, checksum }) => {
    const own = ours.find((migration) => migration.name === name);
    if (own?.checksum === checksum) return own;
    const what = own ? "differs from" : "is not in";
    throw new Error(
      `The backup was made with the migration ${name}, which ${what} this version. Use the version of Attestry that made it, or a newer one.`,
    );
  });
  const there = new Set((await appliedMigrations(client)).map(({ migration_name: name }) => name));
  const surplus = [...there].find((name) => !wanted.some((migration) => migration.name === name));
  if (surplus) {
    throw new Error(
      `The target is empty but already has the migration ${surplus}, which is newer than the backup. Give it a database without any tables.`,
    );
  }
  for (const migration of wanted) if (!there.has(migration.name)) await applyMigration(client, migration);
}

async function load(client: PoolClient, reader: BackupReader): Promise<{ tables: number; rows: number }> {
  const targets = new Map((await store.tables(client)).map((table) => [table.name, table]));
  const total = { tables: targets.size, rows: 0 };
  const bringRulesBack = await store.setRulesAside(client);
  await store.forgetMigrations(client);
  for (;;) {
    const begin = await reader.line<TableBegin>();
    if (begin.sequences) {
      for (const sequence of begin.sequences) await store.setSequence(client, sequence);
      break;
    }
    total.rows += await loadTable(client, reader, begin, targets);
  }
  await reader.checkSeal();
  const [left] = targets.keys();
  if (left) throw new Error(`${reader.file} is damaged: it lacks the table ${left}.`);
  await bringRulesBack();
  return total;
}

async function loadTable(
  client: PoolClient,
  reader: BackupReader,
  begin: TableBegin,
  targets: Map<string, store.Table>,
): Promise<number> {
  const { table: name = "", columns = [] } = begin;
  const target = targets.get(name);
  if (!target || columns.join() !== target.columns.join()) {
    throw new Error(
      `${reader.file} does not fit this version: its table ${name} has other columns than the migrations make.`,
    );
  }
  targets.delete(name);
  const hash = createHash("sha256");
  const copying = store.copyIn(client, target);
  await pipeline(hashed(reader.rows(), hash), copying);
  const end = await reader.line<TableEnd>();
  if (end.sha256 !== hash.digest("hex") || end.rows !== copying.rowCount) {
    throw new Error(
      `${reader.file} is damaged: the rows of ${name} do not have the count and checksum that were noted. Nothing was restored.`,
    );
  }
  return end.rows;
}

async function* hashed(source: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const part of source) {
    hash.update(part);
    yield part;
  }
}
