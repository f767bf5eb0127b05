import { Refusal, type Problem } from "@/lib/contract/errors";
import type { JobProblem } from "@/lib/contract/jobs";
import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import { pointerNames } from "@/lib/schema/columns";
import { askReason, resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import type { JobWork } from "@/lib/jobs/run";
import { startJob } from "@/lib/jobs/start";
import { readValue } from "@/lib/schema/json-text";
import { holdsMask, pathsInside, withoutSensitive } from "@/lib/schema/mask";
import { marksFor, problemsFor } from "../hidden";
import { judgeRow, type Accepted } from "../judge";
import { maskTexts } from "../store";
import { lockJudged, writeJudged } from "../store-rows";
import { afterIdOf, pickOf, readSelection } from "./selection";
import * as store from "./store";
import { BATCH_RECORDS, countFirst, targetOf, untouchedSince } from "./target";

const COUNTED_MAX = 100_000;
const JUDGED = 1_000;
const SAMPLED = 10;

/** What to change in the selected records; the texts are the caller's own, so that no digit is lost on the way. */
export type Edit = {
  selectionText: string;
  setText: string | undefined;
  set: readonly { pointer: string; value?: unknown }[];
  unset: readonly string[];
  reason?: string;
};

type Input = { selection: unknown; revision: number };

function inputText({ selectionText, setText = "[]", unset }: Edit, revision: number): string {
  return `{"selection":${selectionText},"edit":{"set":${setText},"unset":${JSON.stringify(unset)}},"revision":${revision}}`;
}

function checkEdit(resource: Resource, { set, unset }: Edit): void {
  const { sensitive } = resource;
  const isMask = ({ pointer, value }: Edit["set"][number]) =>
    holdsMask(value, pathsInside(sensitive, pointerNames(pointer)));
  if (set.some(isMask)) throw new Refusal("hiddenValue");
  if (set.length + unset.length === 0)
    throw new Refusal("invalid", { message: "send set or unset, so that there is something to change" });
  const pointers = [...set.map(({ pointer }) => pointer), ...unset];
  const key = resource.identifier_key;
  if (pointers.some((pointer) => pointerNames(pointer)[0] === key)) {
    throw new Refusal("invalid", { message: `"${key}" is what records are told apart by and stays as it is` });
  }
}

/**
 * Starts the job that sets and unsets fields of the selected records. Those that change after this moment are left
 * alone. Throws invalid, notFound.
 */
export async function startBulkEdit(ctx: Context, target: Target, edit: Edit) {
  const resource = await resourceAt(ctx, target);
  const because = { ...ctx, reason: edit.reason ?? ctx.reason };
  askReason(because, resource);
  checkEdit(resource, edit);
  pickOf(ctx, resource, readSelection(edit.selectionText));
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  return write(ctx, async (tx) => {
    const { revision } = await store.momentOfResource(tx, place);
    const title = `Edit records of ${resource.name}`;
    const input = inputText(edit, revision);
    const { job, audit } = await startJob(tx, because, { kind: "records.edit", title, target, input });
    return { result: job, change: { resources: [], audit } };
  });
}

/** What an edit would do, tried on the first records that match. Throws invalid, notFound. */
export async function previewEdit(ctx: Context, target: Target, edit: Edit) {
  const resource = await resourceAt(ctx, target);
  checkEdit(resource, edit);
  const pick = pickOf(ctx, resource, readSelection(edit.selectionText));
  const [count, rows] = await Promise.all([
    store.countPicked(reader, pick, COUNTED_MAX + 1),
    store.pickEdited(reader, { ...pick, afterId: null, size: JUDGED }, inputText(edit, 0)),
  ]);
  const tried = rows.map((row) => ({ ...row, problems: judged(resource, row).refused }));
  return {
    matching: Math.min(count, COUNTED_MAX),
    more: count > COUNTED_MAX,
    sample: await shownTo(ctx, resource, tried.slice(0, SAMPLED)),
    wouldFail: tried.filter(({ problems }) => problems.length).length,
  };
}

type Tried = store.EditedRow & { problems: readonly Problem[] };

async function shownTo(ctx: Context, resource: Resource, sample: readonly Tried[]): Promise<Tried[]> {
  const marks = marksFor(ctx, resource);
  if (marks === null) return [...sample];
  const texts = sample.flatMap(({ before, after }) => (after === null ? [before] : [before, after]));
  const masked = (await maskTexts(reader, texts, marks)).values();
  const next = () => masked.next().value ?? "";
  return sample.map((row) => ({
    ...row,
    before: next(),
    after: row.after === null ? null : next(),
    problems: problemsFor(ctx, resource, row.problems),
  }));
}

const noPlace = {
  pointer: "",
  keyword: "place",
  message: "a pointer leads nowhere in this record: it meets a text, a number or a list without that index",
};

/** What keeps a record from being written, and what is to be noted of one that is. */
function judged(resource: Resource, { after }: store.EditedRow): { refused: Problem[]; noted: readonly Problem[] } {
  if (after === null) return { refused: [noPlace], noted: [] };
  const verdict = judgeRow(resource, readValue(after), 0);
  if ("accepted" in verdict) return { refused: [], noted: verdict.accepted.problems ?? [] };
  const { kind, message, errors } = verdict.rejected;
  return { refused: errors?.length ? [...errors] : [{ pointer: "", keyword: kind, message }], noted: [] };
}

/** One batch of a bulk edit: one Change. A record that would fail the present schema is left alone. */
export const editBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const input = JSON.parse(job.input) as Input;
  const pick = pickOf(ctx, resource, readSelection(JSON.stringify(input.selection)));
  if (job.total === null) return countFirst(pick, writeBatch);
  await inTurn(ctx.accountId, resource.id, () =>
    writeBatch(async (tx, now) => {
      const head = await lockJudged(tx, resource);
      const rows = await store.pickEdited(
        tx,
        { ...pick, afterId: afterIdOf(now.position), size: BATCH_RECORDS },
        job.input,
      );
      const { untouched, problems: moved } = untouchedSince(rows, input.revision);
      const { fit, problems: failed } = judgeEdited(resource, untouched);
      const written = await writeJudged(tx, head, fit, { each: false });
      const updated = written.filter(({ outcome }) => outcome === "updated").length;
      const counts = { updated, unchanged: written.length - updated, failed: failed.length, changed: moved.length };
      const batch = {
        position: { afterId: rows.at(-1)?.id ?? null },
        done: rows.length,
        counts,
        problems: [...failed, ...moved],
        over: rows.length === 0,
      };
      const told = { ...noCounts, updated, unchanged: counts.unchanged, rejected: failed.length };
      const revisions = [{ kind: "records.edit" as const, counts: told, origin: ctx }];
      return { batch, change: { resources: updated ? [{ head, revisions }] : [] } };
    }),
  );
};

function judgeEdited(resource: Resource, rows: readonly store.EditedRow[]) {
  const fit: Pick<Accepted, "id" | "text" | "problems">[] = [];
  const problems: JobProblem[] = [];
  for (const row of rows) {
    const { refused, noted } = judged(resource, row);
    // Read by whoever manages jobs.
    const [problem] = withoutSensitive(refused, resource.sensitive);
    if (problem) problems.push({ id: row.id, message: `${problem.pointer} ${problem.message}`.trim().slice(0, 300) });
    else if (row.after !== null) fit.push({ id: row.id, text: row.after, problems: noted });
  }
  return { fit, problems };
}
