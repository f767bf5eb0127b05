import type { Problem } from "@/lib/contract/errors";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import type { Resource } from "@/lib/connections/resource";
import { readValue } from "@/lib/schema/json-text";
import { PROBLEMS_KEPT } from "../bulk/store";
import { judgeRow, type Verdict } from "../judge";
import { lockJudged } from "../store-rows";
import { noteJudged, pickOutdated } from "./held/store";
import * as store from "./store";

const PART_RECORDS = 2_000;

type Fits = { problems: readonly Problem[] | null };

/** What a record is marked with; undefined: it is refused, or another identifier key calls it by another id by now. */
function fitsAs(id: string, verdict: Verdict): Fits | undefined {
  if ("rejected" in verdict || verdict.accepted.id !== id) return undefined;
  return { problems: verdict.accepted.problems?.slice(0, PROBLEMS_KEPT) ?? null };
}

/**
 * Judges by the present schema what another version judged when it was staged, part by part. What it refuses leaves the
 * session as if it had been refused on the way.
 */
export async function judgeAgain(resource: Resource, session: store.SessionRow): Promise<void> {
  const { account_id: accountId } = session;
  const set = { accountId, id: session.set_id };
  for (let afterId: string | null = null; ;) {
    const last: string | null = await inTurn(accountId, resource.id, () =>
      write({ accountId, dryRun: false }, async (tx) => {
        const head = await lockJudged(tx, resource);
        const rows = await pickOutdated(tx, set, { version: head.schemaVersion, afterId, size: PART_RECORDS });
        const judged = rows.map(({ id, data }) => ({ id, fits: fitsAs(id, judgeRow(resource, readValue(data), 0)) }));
        const refused = judged.flatMap(({ id, fits }) => (fits ? [] : [id]));
        const fitting = judged.flatMap(({ id, fits }) => (fits ? [{ id, problems: fits.problems }] : []));
        await noteJudged(tx, set, head.schemaVersion, { refused, fitting });
        await store.noteRefused(tx, accountId, session.id, refused.length);
        return { result: rows.at(-1)?.id ?? null, change: { resources: [] } };
      }),
    );
    if (last === null) return;
    afterId = last;
  }
}
