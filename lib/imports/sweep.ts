import { write } from "@/lib/changes/write";
import { drop } from "./cancel";
import * as rowStore from "./rows/store";
import * as store from "./store";

/** Cancels imports that nobody went on with for so many days, and removes the refused rows of those that are over. */
export async function sweepImports(days: number): Promise<void> {
  for (let some = true; some;) {
    some = await write({ accountId: 0, dryRun: false }, async (tx) => {
      const rows = await store.abandoned(tx, days);
      for (const row of rows) await drop(tx, row, `Nobody went on with it for ${days} days, so its file was removed`);
      return { result: rows.length > 0, change: { resources: [] } };
    });
  }
  await write({ accountId: 0, dryRun: false }, async (tx) => {
    await rowStore.sweepRows(tx, days);
    return { result: undefined, change: { resources: [] } };
  });
}
