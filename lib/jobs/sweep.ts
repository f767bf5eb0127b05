import { write } from "@/lib/changes/write";
import * as store from "./store";

/** Removes the files of jobs that ended before so many days. */
export async function sweepJobFiles(days: number): Promise<void> {
  await write({ accountId: 0, dryRun: false }, async (tx) => {
    await store.sweepFiles(tx, days);
    return { result: undefined, change: { resources: [] } };
  });
}
