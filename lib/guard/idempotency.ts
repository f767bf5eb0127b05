import type { Context } from "@/lib/changes/context";
import { findKeptAnswer, keepAnswer, keepAlone, keepInstead, type KeptAnswer } from "@/lib/changes/store";
import { digest, isReplay } from "@/lib/changes/write";
import type { Answer } from "@/lib/contract/answer";
import { errorBody, errors, isRefusal, Refusal } from "@/lib/contract/errors";
import { singleton } from "@/lib/db/singleton";
import type { Call } from "./call";
import type { Door, View } from "./door";

const inFlight = () => singleton("in-flight", () => new Set<string>());

/** Refusals that say nothing about the work itself, so the next try may go otherwise. */
const passing = new Set(["inFlight", "keyReused", "busy", "databaseAway", "internal", "tooManyRequests"]);

/**
 * Runs a verb, once per Idempotency-Key of a POST: the same request again gets the same bytes for 24 hours, another
 * request under the key 422, one that comes meanwhile 409. The answer is kept in the transaction of the Change.
 */
export async function once(call: Call, door: Door, ctx: Context, view: View): Promise<Answer> {
  const { input } = call;
  if (!input) throw new Error("The gates read the input before the verb runs");
  const key = keyOf(call);
  if (key === undefined) return door.answer(await door.verb(ctx, input), view);

  const path = call.peer.target.split("?")[0] ?? "";
  const query = new URLSearchParams(call.peer.target.split("?")[1] ?? "");
  query.sort();
  const who = ctx.actor.kind === "key" ? String(ctx.actor.id) : `${ctx.actor.kind} ${ctx.actor.id}`;
  const scope = digest(who, call.id, path, key);
  // A file is read by the verb alone: requests with one are told apart by its length.
  const length = call.operation.body === "file" ? (call.request.headers.get("content-length") ?? "") : "";
  const body = call.body?.bytes ?? Buffer.from(length);
  // An answer that shows what is sensitive is not shown again once the caller may not read it any more.
  const hidden = ctx.permits("sensitive-get") ? [] : ["masked"];
  const fingerprint = digest(body, query.toString(), String(view.minimal), ...hidden);
  const mark = `${ctx.accountId}:${scope.toString("hex")}`;
  if (inFlight().has(mark)) throw new Refusal("inFlight", { headers: { "retry-after": "1" } });
  inFlight().add(mark);
  try {
    const kept = await findKeptAnswer(ctx.accountId, scope);
    if (kept) return replayed(kept, fingerprint);
    return await firstTime(call, door, ctx, view, { scope, fingerprint });
  } catch (error) {
    if (isReplay(error)) return replayed(error.answer, fingerprint);
    throw error;
  } finally {
    inFlight().delete(mark);
  }
}

function keyOf({ operation, request }: Call): string | undefined {
  // What a person does about themselves shows secrets once; such an answer is not kept.
  const keeps = operation.method === "POST" && operation.permission !== null;
  const key = keeps ? request.headers.get("idempotency-key") : null;
  if (key === null) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Refusal("invalid", { message: "Idempotency-Key has 1 to 255 visible ASCII characters" });
}

function replayed(kept: KeptAnswer, fingerprint: Buffer): Answer {
  if (!kept.fingerprint.equals(fingerprint)) throw new Refusal("keyReused");
  const headers = { ...kept.headers, "idempotent-replayed": "true" };
  return { status: kept.status, body: kept.body === "" ? null : kept.body, headers };
}

type Marks = { scope: Buffer; fingerprint: Buffer };

async function firstTime(call: Call, door: Door, ctx: Context, view: View, marks: Marks): Promise<Answer> {
  const { accountId } = ctx;
  const { scope, fingerprint } = marks;
  let answered: Answer | undefined;
  let isForNow = false;
  type Tx = Parameters<typeof keepAnswer>[0];
  const keeper = {
    ...marks,
    keep: async (tx: Tx, result: unknown) => {
      answered = answerOrRefusal(() => door.answer(result, view), call.requestId);
      await keepAnswer(tx, accountId, scope, keptOf(answered, fingerprint));
    },
    keepForNow: async (tx: Tx, result: unknown) => {
      const early = answerOrRefusal(() => door.answer(result, view), call.requestId);
      await keepAnswer(tx, accountId, scope, keptOf(early, fingerprint));
      isForNow = true;
    },
  };
  try {
    const result = await door.verb({ ...ctx, keeper }, call.input as NonNullable<Call["input"]>);
    if (answered) return answered;
    answered = answerOrRefusal(() => door.answer(result, view), call.requestId);
  } catch (error) {
    if (!isRefusal(error) || passing.has(error.kind)) throw error;
    answered = refusalAnswer(error, call.requestId);
  }
  await (isForNow ? keepInstead : keepAlone)(accountId, scope, keptOf(answered, fingerprint));
  return answered;
}

function answerOrRefusal(answer: () => Answer, requestId: string): Answer {
  try {
    return answer();
  } catch (error) {
    if (isRefusal(error)) return refusalAnswer(error, requestId);
    throw error;
  }
}

function refusalAnswer(refusal: Refusal, requestId: string): Answer {
  return {
    status: errors[refusal.kind].status,
    body: JSON.stringify(errorBody(refusal, requestId)),
    headers: refusal.headers,
  };
}

function keptOf({ status, body, headers = {} }: Answer, fingerprint: Buffer): KeptAnswer {
  if (body instanceof ReadableStream) throw new Error("A streamed answer cannot be kept");
  return { status, headers, body: body ?? "", fingerprint };
}
