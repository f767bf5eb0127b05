import type { Problem } from "@/lib/contract/errors";
import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import { askReason, resourceAt, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { env } from "@/lib/db/env";
import { readValue } from "@/lib/schema/json-text";
import { problemsFor } from "../hidden";
import { judgeRows, refusalOf, type Accepted } from "../judge";
import { lockJudged, writeJudged } from "../store-rows";
import * as store from "./store";

const NAMED_MAX = 1_000;

type Refused = { id: string; message: string };

/** revision: the Change that brought them back, null when none came. */
export type Restored = { revision: number | null; restored: number; restoredIds: string[]; refused: Refused[] };

/**
 * Brings deleted records back as they were when they went, in one Change; what no longer fits the schema, or is not
 * gone, is refused with its reason. Throws notFound, reasonRequired, busy.
 */
export async function restoreDeleted(
  asked: Context,
  target: Target,
  input: { ids?: readonly string[]; revision?: number; reason?: string },
): Promise<Restored> {
  const ctx = { ...asked, reason: input.reason ?? asked.reason };
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const gone = await store.findGone(reader, place, input, env().ATTESTRY_RECORDS_PER_REQUEST_MAX);
  const verdicts = await judgeRows(
    resource,
    gone.map(({ data }) => readValue(data)),
  );
  const fitting = verdicts.flatMap((verdict) => ("accepted" in verdict ? [verdict.accepted] : []));
  const tell = (problems: readonly Problem[]) => problemsFor(ctx, resource, problems);
  const misfits = verdicts.flatMap((verdict, at) =>
    "rejected" in verdict ? [{ id: gone[at]?.id ?? "", message: refusalOf(verdict.rejected, tell).message }] : [],
  );
  const left = new Map(gone.map((row) => [row.id, row.deleted_revision]));
  const absent = [...new Set(input.ids)].filter((id) => !left.has(id)).map(notInTrash);

  return inTurn(ctx.accountId, resource.id, () =>
    write<Restored>(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const now = await store.goneNow(tx, place, [...left.keys()]);
      const isSame = ({ id }: Accepted) => now.get(id) === left.get(id);
      const back = fitting.filter(isSame);
      const moved = fitting.filter((row) => !isSame(row)).map(({ id }) => notInTrash(id));
      const refused = [...absent, ...misfits, ...moved].slice(0, NAMED_MAX);
      if (back.length === 0) {
        return { result: { revision: null, restored: 0, restoredIds: [], refused }, change: { resources: [] } };
      }
      const ids = back.map(({ id }) => id);
      await writeJudged(tx, head, back, { each: false });
      await store.forgetDeleted(tx, place, ids);
      const counts = { ...noCounts, created: ids.length };
      const revisions = [{ kind: "records.restore" as const, counts, origin: ctx }];
      const result = {
        revision: head.revision + 1,
        restored: ids.length,
        restoredIds: ids.slice(0, NAMED_MAX),
        refused,
      };
      return { result, change: { resources: [{ head, revisions }] } };
    }),
  );
}

const notInTrash = (id: string): Refused => ({ id, message: "It is not in the trash any more, or never was" });
