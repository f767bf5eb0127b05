import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { pointerNames } from "@/lib/schema/columns";
import { isRefusal, Refusal } from "@/lib/contract/errors";
import { readTogether, type BytesReader } from "@/lib/db/client";
import { pathTexts } from "@/lib/schema/mask";
import { evidenceFor } from "./care/found";
import { findState, openedOf, type State } from "./content/lines";
import type { Wanted } from "./content/request";
import { wantedOf } from "./generate-job";
import { visibleEvidence } from "./read";

/**
 * Tells one value that an evidence has redacted, with the salt by which whoever has the bundle checks that it is that one.
 * Who asked for which is written to the audit trail, without the value. Throws notFound
 * where nothing was redacted at that place of such a record, forbidden, and conflict where it can no longer be told.
 */
export async function revealValue(ctx: Context, id: number, asked: { id: string; pointer: string }) {
  await evidenceFor(ctx, id, "evidence-get");
  await evidenceFor(ctx, id, "sensitive-get");
  const row = await visibleEvidence(ctx, id);
  if (row.status !== "ready" || row.format !== "attestry-evidence/2") {
    throw new Refusal("conflict", {
      message: "Only of evidence that is ready, and was made as a bundle, can redacted values be told",
    });
  }
  const wanted = wantedOf(row);
  const pointer = pathTexts([pointerNames(asked.pointer)])[0] ?? "";
  const opened = await readTogether(async (from) =>
    openedOf(from, wanted, { state: await stateKept(from, wanted), id: asked.id }),
  );
  const record = JSON.stringify(asked.id);
  if (!opened) throw new Refusal("notFound", { message: `There is no record ${record} in this evidence` });
  if (opened === "erased") {
    throw new Refusal("conflict", { message: `The values of record ${record} were erased; none of them can be told` });
  }
  const told = opened.get(pointer);
  if (!told) throw new Refusal("notFound", { message: `Nothing was redacted at ${pointer} of record ${record}` });
  const details = { resourceId: row.resource_id, revision: row.revision, record: asked.id, pointer };
  await noteAudit({
    accountId: ctx.accountId,
    action: "evidence.reveal",
    target: `evidence ${id}`,
    details,
    origin: ctx,
  });
  return { id: asked.id, pointer, ...told };
}

/** The state that the evidence was made of. Throws conflict where the past is no longer kept. */
async function stateKept(from: BytesReader, wanted: Wanted): Promise<State> {
  try {
    return await findState(from, wanted);
  } catch (error) {
    if (!isRefusal(error) || error.kind !== "invalid") throw error;
    throw new Refusal("conflict", {
      message: `The records of revision ${wanted.revision} are no longer kept, so that no value of them can be told`,
      because: error,
    });
  }
}
