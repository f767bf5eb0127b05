import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import * as staged from "@/lib/records/staged/store";
import { importFacts, standingOf } from "./facts";
import { importAt, type ImportTarget } from "./read";
import * as rowStore from "./rows/store";
import * as store from "./store";

/** Cancels an import that is not committed: its file and its plan go. Once canceled it stays as it is. Throws notFound, conflict. */
export async function cancelImport(ctx: Context, target: ImportTarget): Promise<string> {
  const { resource, place } = await importAt(ctx, target);
  return write(ctx, async (tx) => {
    const row = await store.lockImport(tx, place);
    if (!row) throw new Refusal("notFound");
    const { status } = standingOf(row);
    if (["committing", "committed", "rolled-back"].includes(status)) {
      const message =
        status === "committing"
          ? "It is being committed; wait for its end, then roll it back"
          : `The import is ${status}; roll it back instead`;
      throw new Refusal("conflict", { message });
    }
    if (status !== "canceled") await drop(tx, row, null);
    const now = await store.findImport(tx, place);
    const details = { fileName: row.file_name, connectionId: row.connection_id, resourceId: row.resource_id };
    const audit = {
      accountId: ctx.accountId,
      action: "import.cancel",
      target: `import ${row.id}`,
      details,
      origin: ctx,
    };
    const change = { resources: [], audit: status === "canceled" ? [] : [audit] };
    return { result: await importFacts(resource, now ?? row, tx), change };
  });
}

/** Takes away what an import holds, and says why where nobody asked for it. */
export async function drop(tx: Tx, row: store.ImportRow, error: string | null): Promise<void> {
  const place = { accountId: row.account_id, id: row.id };
  if (row.set_id !== null) await staged.clearSet(tx, { accountId: row.account_id, id: row.set_id });
  await rowStore.clearRows(tx, place, { mended: true });
  await store.clearChunks(tx, place);
  await store.updateImport(tx, place, { status: "canceled", error, set_id: null, causes: "[]" });
}
