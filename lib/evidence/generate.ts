import { randomBytes } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import { filterShape, parseFilter, type Filter } from "@/lib/contract/filters";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { pointerNames } from "@/lib/schema/columns";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { startJob } from "@/lib/jobs/start";
import { asksSensitive, marksFor, refuseGuesses, type Marked } from "@/lib/records/hidden";
import { markedBy } from "@/lib/records/past/marked";
import { checkedFilter } from "@/lib/records/read";
import { recordCount } from "@/lib/records/store";
import { pathsOf, pathTexts } from "@/lib/schema/mask";
import type { EvidenceFacts } from "./facts";
import { factsFor, redactable } from "./hidden";
import { momentAsked, settledRevision } from "./state/moment";
import { findMoment } from "./state/store";
import { locationInUse } from "./storage/storage";
import * as store from "./store";
import { jobEnded } from "./wait";

export type Format = "csv" | "xlsx" | "pdf";

/** What somebody asks evidence of; everything may be left out. filterText: the filter as it was written. */
export type AskedEvidence = {
  asOf?: string;
  session?: string | number;
  filterText?: string;
  columns?: string[];
  formats?: Format[];
  title?: string;
  note?: string;
  tags?: string[];
  sample?: { size: number; seed?: string };
  redact?: string[];
};

const FORMATS: readonly Format[] = ["csv", "xlsx", "pdf"];
const WAIT_MS = 10_000;

/**
 * Has a resource's records, exactly as they stood at one revision, made into a bundle by a job, and waits for it a while:
 * ready, or still generating. What is hidden from the caller is redacted. Throws notFound, invalid, forbidden, conflict,
 * and busy when many others of the account are asked for.
 */
export async function generateEvidence(
  ctx: Context,
  target: Target,
  asked: AskedEvidence = {},
): Promise<EvidenceFacts> {
  const until = performance.now() + WAIT_MS;
  const evidenceId = await startEvidence(ctx, target, asked);
  const row = await store.findEvidence(reader, ctx.accountId, evidenceId);
  if (!row?.job_id) throw new Error(`Evidence ${evidenceId} has a job from the start`);
  await jobEnded({ accountId: ctx.accountId, id: row.job_id }, until - performance.now());
  const now = await store.findEvidence(reader, ctx.accountId, evidenceId);
  return factsFor(ctx, now ?? row);
}

/** Which schedule began an evidence, and until when it is kept. */
type Scheduled = { scheduleId: number; keepUntil: string | null };

/**
 * The same without waiting: the number of the evidence that a job is going to generate. also: what else is written in the
 * transaction that starts it, so that both are or neither is.
 */
export async function startEvidence(
  ctx: Context,
  target: Target,
  asked: AskedEvidence = {},
  also?: (tx: Tx, evidenceId: number) => Promise<Scheduled>,
): Promise<number> {
  const past = asked.asOf !== undefined || asked.session !== undefined;
  const resource = await resourceAt(ctx, target, { deleted: past });
  const { accountId } = ctx;
  const place = { accountId, resourceId: resource.id };
  const filter = filterOf(asked.filterText);
  const moment = await momentAsked(place, asked);
  const { sample } = asked;
  const storedIn = locationInUse();
  const orNull = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  const start = async (tx: Tx) => {
    const revision = await settledRevision(tx, place, moment);
    const then = await findMoment(tx, place, revision);
    if (!then) throw new Refusal("invalid", { message: `asOf: there was no resource at revision ${revision}` });
    const redactions = redactionsOf(ctx, markedBy(resource, [then]), { filter, redact: asked.redact ?? [] });
    const id = await store.nextId(tx);
    const title = `Evidence of ${resource.name}, revision ${revision}`.slice(0, 300);
    // What a filter means would have to be looked for as long as the work itself does.
    const count = filter ? undefined : await recordCount(tx, place, revision);
    const total = sample && count !== undefined ? Math.min(sample.size, count) : count;
    const { job, audit } = await startJob(tx, ctx, {
      kind: "evidence.generate",
      title,
      target,
      total,
      input: JSON.stringify({ evidenceId: id }),
    });
    await store.insertEvidence(
      tx,
      { id, jobId: job.id, fileName: fileNameOf(resource, revision, id) },
      {
        ...place,
        connectionId: target.connectionId,
        revision,
        schemaVersion: then.schema_version,
        title: asked.title ?? null,
        note: asked.note ?? null,
        tags: asked.tags ?? [],
        formats: FORMATS.filter((format) => (asked.formats ?? FORMATS).includes(format)),
        asOf: asked.asOf ?? null,
        session: orNull(moment.session),
        filter: orNull(filter),
        columns: orNull(asked.columns),
        sample: orNull(sample && { size: sample.size, seed: sample.seed ?? randomBytes(16).toString("hex") }),
        redactions: JSON.stringify(redactions),
        masked: JSON.stringify(pathsOf(redactions)),
        storedIn,
        createdBy: ctx.actor,
        requestId: ctx.requestId,
      },
    );
    const scheduled = (await also?.(tx, id)) ?? { scheduleId: null, keepUntil: null };
    // What no file of it says, so that the trail does.
    const details = { ...target, revision, jobId: job.id, asOf: asked.asOf ?? null, storedIn, ...scheduled };
    const generate = { accountId, action: "evidence.generate", target: `evidence ${id}`, details, origin: ctx };
    return { result: id, change: { resources: [], audit: [generate, audit] } };
  };
  return writeInTurn({ ...ctx, keeper: keeperOf(ctx) }, start);
}

/**
 * An Idempotency-Key is claimed where the evidence begins, so that it is one evidence also when this process dies while it
 * waits, or another one is asked meanwhile; the answer that is kept in the end is the one that the caller gets.
 */
function keeperOf(ctx: Context): Context["keeper"] {
  const { keeper } = ctx;
  if (!keeper) return undefined;
  const keep = async (tx: Tx, id: unknown) => {
    const row = await store.findEvidence(tx, ctx.accountId, Number(id));
    if (row) await keeper.keepForNow(tx, factsFor(ctx, row));
  };
  return { ...keeper, keep };
}

function filterOf(text: string | undefined): Filter | undefined {
  if (text === undefined) return undefined;
  const parsed = filterShape.safeParse(exactly(text));
  if (!parsed.success)
    throw new Refusal("invalid", { message: `filter: ${parsed.error.issues[0]?.message ?? "none"}` });
  return checkedFilter(parsed.data);
}

function exactly(text: string): unknown {
  try {
    return parseFilter(text);
  } catch (error) {
    throw new Refusal("invalid", { message: `filter: ${error instanceof Error ? error.message : "not JSON"}` });
  }
}

/**
 * What is redacted: what was asked for, and what is hidden from whoever asks. The id names each record, so it stays. Throws
 * forbidden for a filter by what is hidden from them, invalid for one by what they want redacted: it would tell the value.
 */
function redactionsOf(
  ctx: Context,
  marked: Marked,
  { filter, redact: asked }: { filter: Filter | undefined; redact: readonly string[] },
): string[] {
  refuseGuesses(ctx, marked, { filter });
  const id = asked.find((pointer) => pointerNames(pointer)[0] === marked.identifier_key);
  if (id !== undefined) {
    throw new Refusal("invalid", {
      message: `redact: ${id} is what records are told apart by, and cannot be left out`,
    });
  }
  const told = filter && asked.find((pointer) => asksSensitive({ ...marked, sensitive: pathsOf([pointer]) }, filter));
  if (told !== undefined) {
    throw new Refusal("invalid", {
      message: `redact: the filter asks about ${told}, and would tell of every record in it what is redacted there; leave the condition or the redaction out`,
    });
  }
  const hidden = marksFor(ctx, marked) === null ? [] : pathTexts(redactable(marked));
  return [...new Set([...asked, ...hidden])].sort();
}

function fileNameOf({ id, name }: Resource, revision: number, evidenceId: number): string {
  const slug = name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
  return `${slug.slice(0, 60) || `resource-${id}`}-r${revision}-evidence-${evidenceId}.zip`;
}
