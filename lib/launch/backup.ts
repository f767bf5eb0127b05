import { resolve } from "node:path";
import { pool } from "@/lib/db/client";
import { appliedMigrations } from "@/lib/db/migrate";
import { BackupWriter, type Header, type TableEnd } from "./backup-file";
import { beginSnapshot, copyOut, prepareForCopy, sequences, serverFacts, tables } from "./store";

export type BackupMade = { file: string; tables: number; rows: number; migrations: number };

/** Writes the whole database into one file, as it stands at one moment; others go on writing meanwhile. */
export async function backup(to: string): Promise<BackupMade> {
  const writer = new BackupWriter(resolve(to));
  const client = await pool().connect();
  try {
    await prepareForCopy(client);
    await beginSnapshot(client);
    const migrations = (await appliedMigrations(client)).map(({ migration_name: name, checksum }) => ({
      name,
      checksum,
    }));
    if (migrations.length === 0)
      throw new Error("This database was never migrated: there is nothing of Attestry in it to back up.");
    const header: Header = {
      attestry: "backup",
      format: 1,
      madeAt: new Date().toISOString(),
      postgres: (await serverFacts(client)).version,
      migrations,
    };
    await writer.line(header);
    const found = await tables(client);
    let rows = 0;
    for (const table of found) {
      await writer.line({ table: table.name, columns: table.columns });
      const copying = copyOut(client, table);
      const sha256 = await writer.rows(copying);
      const end: TableEnd = { rows: copying.rowCount, sha256 };
      await writer.line(end);
      rows += end.rows;
    }
    await writer.line({ sequences: await sequences(client) });
    await writer.close();
    return { file: writer.file, tables: found.length, rows, migrations: migrations.length };
  } catch (error) {
    writer.abandon();
    throw error;
  } finally {
    client.release(true);
  }
}
