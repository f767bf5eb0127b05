import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { presentDraft } from "@/lib/connections/schemas/drafts";
import { findDraft, type DraftRow } from "@/lib/connections/schemas/store";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { JSONB_MARK } from "@/lib/db/copied";
import { lastLine, readAhead } from "@/lib/db/read-ahead";
import type { JobWork } from "@/lib/jobs/run";
import { startJob } from "@/lib/jobs/start";
import { compileSchema, type CompiledSchema } from "@/lib/schema/compile";
import { afterIdOf } from "../bulk/selection";
import { targetOf } from "../bulk/target";
import { Causes } from "./causes";
import { stateNow } from "../store";
import * as store from "./store";

const PAGE_RECORDS = 2_000;
const PART_MS = 3_000;
const TURN_MS = 5;
const KEPT_MAX = 10_000;
const PROBLEMS_KEPT = 20;
/** Beside anybody who writes, the job rests so many times as long as it works. */
const REST = 5;
/** What the processes' heartbeats write between two pages; a transaction beside more than that is somebody's push. */
const IDLE_LOG_BYTES = 8 * 1024;

/** Starts the job that judges every record by the draft. ifMatch: the edit the caller read. Throws notFound, stale. */
export async function startImpact(ctx: Context, target: Target, ifMatch?: (edit: number) => boolean) {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  return write(ctx, async (tx) => {
    const draft = await presentDraft(tx, place, ifMatch);
    const title = `Impact of the draft of ${resource.name}`;
    const input = JSON.stringify({ edit: draft.edit });
    const { job, audit } = await startJob(tx, ctx, { kind: "schema.impact", title, target, input });
    await store.beginImpact(tx, place, { jobId: job.id, edit: draft.edit, baseVersion: draft.base_version });
    return { result: job, change: { resources: [], audit } };
  });
}

/** The steps of a draft as they are applied; null where it has none. */
export const stepsOf = ({ steps }: Pick<DraftRow, "steps">): string | null => (steps === "[]" ? null : steps);

/**
 * One part of the reckoning: about three seconds' worth of records, read ahead while the ones before are judged. A draft
 * that was saved again, or reckoned anew, ends the job quietly.
 */
export const impactBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const [draft, impact] = await Promise.all([findDraft(reader, place), store.findImpact(reader, place)]);
  const { edit } = JSON.parse(job.input) as { edit: number };
  const current = draft?.edit === edit && impact?.job_id === job.id;
  if (!draft || !current) {
    const batch = { position: { afterId: null }, done: 0, over: true };
    return writeBatch(() => Promise.resolve({ batch, change: { resources: [] } }));
  }
  const part = await judgePart(place, draft, afterIdOf(job.position), {
    causes: new Causes(JSON.parse(impact.causes) as store.Cause[]),
    room: KEPT_MAX - impact.failing,
    revision: impact.to_revision,
  });
  await writeBatch(async (tx, now) => {
    await store.addImpact(tx, place, { ...part, causes: part.causes.list(), failing: part.kept });
    if (part.over) await finish(tx, resource, draft);
    const batch = {
      position: { afterId: part.lastId },
      done: part.checked,
      total: now.total ?? (await recordCount(place)),
      counts: { failing: part.failed, fitting: part.checked - part.failed },
      over: part.over,
    };
    return { batch, change: { resources: [] } };
  });
};

async function finish(tx: Parameters<typeof store.noteKeys>[0], resource: Resource, draft: DraftRow): Promise<void> {
  if (draft.identifier_key === resource.identifier_key) return;
  const place = { accountId: resource.account_id, resourceId: resource.id };
  await store.noteKeys(tx, place, draft.identifier_key, draft.steps);
}

async function recordCount(place: store.Place): Promise<number> {
  const { record_count } = await stateNow(place);
  return record_count;
}

type Compiled = { text: string; identifierKey: string; schema: CompiledSchema };
let compiled: Compiled | undefined;

/** The draft's schema, compiled once for all parts of a reckoning: what has run hot stays so. */
function compiledOf({ schema_text: text, identifier_key: identifierKey }: DraftRow): CompiledSchema {
  if (compiled?.text !== text || compiled.identifierKey !== identifierKey)
    compiled = { text, identifierKey, schema: compileSchema(text, { identifierKey }) };
  return compiled.schema;
}

type Part = {
  causes: Causes;
  kept: store.Failing[];
  checked: number;
  failed: number;
  migrated: number;
  toRevision: number;
  lastId: string | null;
  over: boolean;
};

type Before = { causes: Causes; room: number; revision: number };

async function judgePart(place: store.Place, draft: DraftRow, afterId: string | null, before: Before): Promise<Part> {
  const { causes, room, revision } = before;
  const schema = compiledOf(draft);
  const steps = stepsOf(draft);
  const part: Part = {
    causes,
    kept: [],
    checked: 0,
    failed: 0,
    migrated: 0,
    toRevision: revision,
    lastId: afterId,
    over: false,
  };
  const until = performance.now() + PART_MS;
  const pages = readAhead<store.JudgedPage>((before, into) => {
    const from = before ? lastLine(before.ids) : afterId;
    return store.readJudged(reader, { ...place, afterId: from, size: PAGE_RECORDS, steps }, into);
  });
  let last: store.JudgedPage | undefined;
  let began = performance.now();
  for await (const page of pages) {
    const pushed = page.now !== part.toRevision || isWrittenBeside(page, last);
    part.toRevision = page.now;
    last = page;
    const whole = await judgePage(schema, page, { part, room, until });
    if (!whole || performance.now() > until) return part;
    if (pushed) await pause(REST * (performance.now() - began));
    began = performance.now();
  }
  part.over = true;
  return part;
}

/** Whether somebody pushed since the last page. The log alone does not tell: vacuums and checkpoints fill it, too. */
function isWrittenBeside({ logged, begun, writing }: store.JudgedPage, last: store.JudgedPage | undefined): boolean {
  return last !== undefined && (writing || begun > last.begun) && logged - last.logged > IDLE_LOG_BYTES;
}

/** Judges a page, giving others their turn in between. False: its time was over before its end. */
async function judgePage(
  schema: CompiledSchema,
  page: store.JudgedPage,
  { part, room, until }: { part: Part; room: number; until: number },
): Promise<boolean> {
  // The next page is asked for before this one keeps the process busy.
  await new Promise(setImmediate);
  const { texts, revisions } = page;
  const ids = page.ids.split("\n");
  let turn = performance.now();
  let end = 0;
  // Each by itself: one letter beyond ASCII makes all of a page's text slow to decode and to parse.
  for (let at = 0; at < ids.length; at += 1) {
    const id = ids[at] ?? "";
    const from = end + 1;
    end = texts.indexOf(JSONB_MARK, from);
    const verdict = schema.judge(JSON.parse(texts.toString("utf8", from, end === -1 ? texts.length : end)));
    part.checked += 1;
    part.lastId = id;
    if (page.changed[at] === "1") part.migrated += 1;
    if (!verdict.ok) {
      part.failed += 1;
      part.causes.add(id, verdict.errors);
      const problems = verdict.errors.slice(0, PROBLEMS_KEPT);
      if (part.kept.length < room) part.kept.push({ id, revision: revisions[at] ?? 0, problems });
    }
    if (at % 64 !== 63 || performance.now() - turn < TURN_MS) continue;
    if (performance.now() > until) return at === ids.length - 1;
    await new Promise(setImmediate);
    turn = performance.now();
  }
  return true;
}
