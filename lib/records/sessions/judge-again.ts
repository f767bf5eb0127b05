import { inTurn } from "@/lib/changes/lanes";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import type { Resource } from "@/lib/connections/resource";
import { reader, type Reader } from "@/lib/db/client";
import { readValue } from "@/lib/schema/json-text";
import { PROBLEMS_KEPT } from "../bulk/store";
import { judgeRow } from "../judge";
import { lockJudged } from "../store-rows";
import { noteJudged, pickOutdated, type Noted, type OutdatedRow } from "./held/store";
import * as store from "./store";

const PART_RECORDS = 2_000;

/**
 * What is judged anew: what was uploaded leaves its session where it is refused, as if it had been refused on the way;
 * what was live once is only marked. sessionId: the number of the session that it leaves.
 */
export type Judged = { setId: number; sessionId: number; uploaded: boolean };

/** A part that was judged; last: where the next one begins, null when there is none. */
export type JudgedPart = { noted: Noted[]; last: string | null };

/** Judges the next part by the present schema. */
export async function judgePart(
  from: Reader,
  resource: Resource,
  { setId, uploaded }: Judged,
  afterId: string | null,
): Promise<JudgedPart> {
  const page = { version: resource.schema_version, afterId, size: PART_RECORDS };
  const rows = await pickOutdated(from, { accountId: resource.account_id, id: setId }, page);
  const judge = uploaded ? asUploaded : asItStood;
  return { noted: rows.map((row) => judge(resource, row)), last: rows.at(-1)?.id ?? null };
}

/** It is refused also where another identifier key calls it by another id by now. */
function asUploaded(resource: Resource, { id, data, updated_at }: OutdatedRow): Noted {
  const verdict = judgeRow(resource, readValue(data), 0);
  const refused = "rejected" in verdict || verdict.accepted.id !== id;
  const problems = refused ? undefined : verdict.accepted.problems;
  return { id, updated_at, refused, problems: problems?.slice(0, PROBLEMS_KEPT) ?? null };
}

function asItStood(resource: Resource, { id, data, updated_at }: OutdatedRow): Noted {
  const verdict = resource.schema.judge(readValue(data).value);
  return {
    id,
    updated_at,
    refused: false,
    problems: verdict.ok ? null : verdict.errors.slice(0, PROBLEMS_KEPT),
  };
}

/** Writes down what was said of a part. Throws Moved when another schema holds by now. */
export async function notePart(
  tx: Tx,
  resource: Resource,
  { setId, sessionId, uploaded }: Judged,
  { noted }: JudgedPart,
): Promise<void> {
  const { account_id: accountId, schema_version: version } = resource;
  if (uploaded) await lockJudged(tx, resource);
  const gone = await noteJudged(tx, { accountId, id: setId }, version, noted);
  if (gone > 0) await store.noteRefused(tx, accountId, sessionId, gone);
}

/** Judges by the present schema what another version judged when it was staged, part by part, between other writes. */
export async function judgeAgain(resource: Resource, judged: Judged): Promise<void> {
  const { account_id: accountId } = resource;
  for (let afterId: string | null = null; ;) {
    const part = await judgePart(reader, resource, judged, afterId);
    if (part.last === null) return;
    await inTurn(accountId, resource.id, () =>
      write({ accountId, dryRun: false }, async (tx) => {
        await notePart(tx, resource, judged, part);
        return { result: undefined, change: { resources: [] } };
      }),
    );
    afterId = part.last;
  }
}
