import { Refusal } from "@/lib/contract/errors";
import type { AuditEntry } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { startJob } from "@/lib/jobs/start";
import { importFacts, standingOf } from "../facts";
import { namesOf, mappingOf } from "../kept";
import { wrongMapping } from "../mapping/mapping";
import { importAt, type ImportTarget } from "../read";
import * as store from "../store";

/** Starts the job that validates a file and compares it with what is live. Throws notFound, conflict. */
export async function startPlan(ctx: Context, target: ImportTarget): Promise<string> {
  const { resource, place } = await importAt(ctx, target);
  return write(ctx, async (tx) => {
    const row = await store.lockImport(tx, place);
    if (!row) throw new Refusal("notFound");
    const { status } = standingOf(row);
    if (!["mapping", "planned", "failed"].includes(status) || row.sha256 === null) {
      throw new Refusal("conflict", {
        message:
          status === "uploading" ? "The file is not whole yet; send the rest of it first" : `The import is ${status}`,
      });
    }
    const wrong = wrongMapping(mappingOf(row), namesOf(row).length);
    if (wrong) throw new Refusal("conflict", { message: `It cannot be planned by this mapping: ${wrong}` });
    const audit = await planAnew(tx, ctx, target, row, null);
    const now = await store.findImport(tx, place);
    return { result: await importFacts(resource, now ?? row, tx), change: { resources: [], audit } };
  });
}

/** Starts a plan inside a write that holds the import. because: why it is planned again, when nobody asked. */
export async function planAnew(
  tx: Tx,
  ctx: Context,
  target: ImportTarget,
  row: store.ImportRow,
  because: string | null,
): Promise<AuditEntry> {
  const { connectionId, resourceId, importId } = target;
  const { job, audit } = await startJob(tx, ctx, {
    kind: "imports.plan",
    title: `Plan the import of ${row.file_name}`.slice(0, 300),
    target: { connectionId, resourceId },
    input: JSON.stringify({ importId }),
  });
  const place = { accountId: ctx.accountId, id: importId };
  await store.updateImport(tx, place, { status: "planning", error: null, job_id: job.id, replanned: because });
  return audit;
}
