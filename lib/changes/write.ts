import { createHash } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import { pool } from "@/lib/db/client";
import { forget } from "@/lib/db/freshness";
import type { AuditEntry, Change, Origin } from "./change";
import type { Context } from "./context";
import * as store from "./store";
import { Tx, type Head } from "./tx";

/** Thrown when rights or schema changed between judging a request and writing it: judge it again. */
export class Moved extends Error {
  readonly attestry = "moved";
}

/** Whether an error asks to judge the request again. */
export function isMoved(error: unknown): error is Moved {
  return typeof error === "object" && error !== null && "attestry" in error && error.attestry === "moved";
}

/** Thrown when the answer to this request is already kept. */
export class Replay extends Error {
  readonly attestry = "replay";
  constructor(readonly answer: store.KeptAnswer) {
    super("kept answer");
  }
}

/** Whether an error carries a kept answer. */
export function isReplay(error: unknown): error is Replay {
  return typeof error === "object" && error !== null && "attestry" in error && error.attestry === "replay";
}

type Written<Result> = { result: Result; change: Change };

/**
 * The only way to a transaction. What the work changed is recorded in it, the answer to an Idempotency-Key is kept in
 * it, and rights that moved since the request was judged undo it. oneMoment: everything read in it is of one moment.
 * Throws what the work throws, Moved, or Replay.
 */
export async function write<Result>(
  ctx: Pick<Context, "dryRun" | "keeper" | "accountId">,
  work: (tx: Tx) => Promise<Written<Result>>,
  options: { oneMoment?: boolean } = {},
): Promise<Result> {
  const client = await pool().connect();
  let failure: Error | undefined;
  try {
    const tx = new Tx(client);
    await tx.query(options.oneMoment ? "begin isolation level repeatable read" : "begin");
    if (ctx.keeper) await claim(tx, ctx.accountId, ctx.keeper);
    const { result, change } = await work(tx);
    const told = await record(tx, change);
    if (ctx.keeper && !ctx.dryRun) await ctx.keeper.keep(tx, result);
    await tx.query(ctx.dryRun ? "rollback" : "commit");
    if (!ctx.dryRun) told.forEach(forget);
    return result;
  } catch (error) {
    failure = await rollback(client);
    throw error;
  } finally {
    // A connection whose rollback failed is not given back: nobody knows what state it is in.
    client.release(failure);
  }
}

async function rollback(client: { query: (text: string) => Promise<unknown> }): Promise<Error | undefined> {
  try {
    await client.query("rollback");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function claim(tx: Tx, accountId: number, keeper: NonNullable<Context["keeper"]>): Promise<void> {
  if (!(await store.claimScope(tx, keeper.scope))) throw new Refusal("inFlight", { headers: { "retry-after": "1" } });
  const kept = await store.keptAnswer(tx, accountId, keeper.scope);
  if (kept && !kept.fingerprint.equals(keeper.fingerprint)) throw new Refusal("keyReused");
  if (kept) throw new Replay(kept);
}

async function record(tx: Tx, change: Change): Promise<string[]> {
  const told: string[] = [];
  for (const resource of change.resources) {
    const { head, revisions, pushes = [] } = resource;
    for (const { origin } of [...revisions, ...pushes]) stillHolds(origin, head.accessEpoch);
    if (revisions.length || pushes.length) await store.closeChange(tx, { head, revisions, pushes });
    if (revisions.some(({ kind }) => !kind.startsWith("record") || kind === "records.migrate"))
      told.push(resourceNotice(head));
  }
  told.push(...(change.facts ?? []).map(resourceNotice));
  told.push(...(change.people ?? []).map((personId) => `person:${personId}`));
  for (const audit of [change.audit ?? []].flat()) told.push(...(await recordAudit(tx, audit)));
  for (const notice of told) await tx.query("select pg_notify('attestry', $1)", [notice]);
  return told;
}

async function recordAudit(tx: Tx, audit: AuditEntry): Promise<string[]> {
  stillHolds(audit.origin, await store.lockAccessEpoch(tx, audit.accountId));
  await store.insertAudit(tx, audit);
  if (!audit.access) return [];
  await store.raiseAccessEpoch(tx, audit.accountId);
  return [`account:${audit.accountId}`];
}

function stillHolds(origin: Origin, accessEpoch: number): void {
  if (origin.actor.epoch !== null && origin.actor.epoch !== accessEpoch) throw new Moved("access");
}

/** What every process is told when a resource's own facts (schema, name, deletion) changed. */
export function resourceNotice(head: Pick<Head, "accountId" | "resourceId">): string {
  return `resource:${head.accountId}:${head.resourceId}`;
}

/** 32 bytes that stand for a request, in an order that is part of the meaning. */
export function digest(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest();
}
