import { write } from "@/lib/changes/write";
import { sweepFiles } from "./files/store";
import * as store from "./store";

/** Removes the files of jobs that ended before so many days, and mails and webhooks that could not be sent. */
export async function sweepJobs(days: number): Promise<void> {
  await write({ accountId: 0, dryRun: false }, async (tx) => {
    await sweepFiles(tx, days);
    await store.dropUnsent(tx);
    return { result: undefined, change: { resources: [] } };
  });
}
