import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";

const FIRST_RUN_LOCK = 7_301_020;

/** Whether the installation has a person already; from then on nobody comes in without being asked in. */
export async function hasPeople(from: Reader = reader): Promise<boolean> {
  const [row] = await from.query<{ any: boolean }>("select exists (select 1 from person) as any");
  return row?.any === true;
}

/** Lets one first run at a time go on, of however many processes. */
export async function lockFirstRun(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock($1)", [FIRST_RUN_LOCK]);
}
