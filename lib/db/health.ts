import { pool } from "./client";

/** Asks the database something; throws what the driver throws when it is away. */
export async function pingDatabase(): Promise<void> {
  await pool().query({ text: "select 1", query_timeout: 4_000 } as { text: string });
}
