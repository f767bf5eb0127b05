import { randomUUID } from "node:crypto";
import { noteKeyUse } from "@/lib/accounts/key-use";
import { effectivePermissions } from "@/lib/accounts/power";
import { standingOfAddress } from "@/lib/accounts/rate";
import { deviceOf } from "@/lib/accounts/sign-ins/device";
import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { isMoved } from "@/lib/changes/write";
import type { Answer } from "@/lib/contract/answer";
import { errorBody, errors, isRefusal, Refusal, type ErrorKind } from "@/lib/contract/errors";
import { faceOf, operationOf, type OperationId } from "@/lib/contract/operations";
import { databaseTrouble } from "@/lib/db/client";
import { forget } from "@/lib/db/freshness";
import type { Call, Peer } from "./call";
import type { Door } from "./door";
import { gates } from "./gates";
import { once } from "./idempotency";
import { prefers } from "./input";
import { log } from "./log";

const JUDGED_AGAIN_MAX = 5;

/**
 * Answers one request to one operation: through the gates, to the verb, back in the contract's words. A Web Request
 * in, a Web Response out; it throws nothing.
 */
export async function handle(
  id: OperationId,
  door: Door,
  request: Request,
  peer: Peer,
  rawParams: Record<string, string>,
): Promise<Response> {
  const began = performance.now();
  const call: Call = { id, operation: operationOf(id), request, peer, rawParams, requestId: requestIdOf(request) };
  let response: Response;
  try {
    response = respond(await perform(call, door), call);
  } catch (error) {
    response = await refuse(error, call);
  } finally {
    call.body?.release();
  }
  noteUse(call);
  const milliseconds = Math.round((performance.now() - began) * 10) / 10;
  const { access, body } = call;
  const facts = { requestId: call.requestId, operation: id, status: response.status, milliseconds };
  const who = access && { account: access.accountId, [access.actor.kind]: access.actor.id };
  log().info({ ...facts, ...who, bytesIn: body?.bytes.length }, "request");
  return response;
}

async function perform(call: Call, door: Door): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    for (const gate of gates) if (!(attempt > 1 && passedForGood.has(gate.name))) await gate.pass(call);
    try {
      return await once(call, door, contextOf(call), viewOf(call));
    } catch (error) {
      const again = isMoved(error) || databaseTrouble(error) === "conflict";
      if (!again || attempt === JUDGED_AGAIN_MAX) throw error;
      // What this process remembers was older than what the write met: read it again, judge again.
      forget("");
    }
  }
}

// Counted or read once, however often a request is judged again.
const passedForGood = new Set(["429 by address", "429 by key", "415", "413", "400"]);

function contextOf({ access, operation, requestId, input, body, peer, request }: Call): Context {
  return {
    actor: access?.actor ?? { kind: "command", id: null, label: "anybody", epoch: null },
    accountId: access?.accountId ?? 0,
    channel: faceOf(operation.path),
    requestId,
    reason: input?.reason,
    headOnly: request.method === "HEAD",
    dryRun: input?.query.dryRun === true,
    bodyBytes: body?.bytes.length ?? 0,
    personId: access?.ownerId ?? null,
    signInId: access?.signInId,
    baseUrl: baseUrlOf(request),
    ...(operation.permission === null && {
      caller: { address: peer.address, device: deviceOf(request.headers.get("user-agent") ?? "") },
    }),
    bounds: access?.bounds ?? { expiresAt: null, addresses: [] },
    connectionIds: access?.connectionIds ?? null,
    permits: (permission) => access?.permissions.has(permission) ?? false,
    permitsOn: (permission, connectionId) =>
      access !== undefined && effectivePermissions(access.power, connectionId).has(permission),
  };
}

const baseUrlOf = ({ url }: Request) => url.split("/", 3).join("/");

function viewOf({ request, input }: Call) {
  return {
    minimal: prefers(request.headers, "return=minimal"),
    dryRun: input?.query.dryRun === true,
    baseUrl: baseUrlOf(request),
  };
}

/** The caller's own id where it is sane, so that both sides find the request in their logs. */
function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id") ?? "";
  return /^[\w.:/+=-]{1,128}$/.test(given) ? given : randomUUID();
}

function commonHeaders(call: Pick<Call, "requestId" | "standing">): Record<string, string> {
  const { standing } = call;
  return {
    "x-request-id": call.requestId,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(standing && {
      "ratelimit-limit": String(standing.limit),
      "ratelimit-remaining": String(standing.remaining),
      "ratelimit-reset": String(standing.resetSeconds),
      "ratelimit-policy": `${standing.limit};w=60`,
    }),
  };
}

function respond({ status, body, headers }: Answer, call: Call): Response {
  const type = body === null ? undefined : { "content-type": "application/json; charset=utf-8" };
  return new Response(body, { status, headers: { ...commonHeaders(call), ...type, ...headers } });
}

/** Any error as the answer the contract has for it. What is ours to mend is logged whole and told as an id. */
async function refuse(error: unknown, call: Call): Promise<Response> {
  const refusal = refusalFor(error, call);
  call.refusedFor = causeOf(refusal);
  await noteForbidden(refusal, call);
  return refusalResponse(refusal, call);
}

/** What a key's page tells of a refusal that was about the key; nothing where the request itself was wrong. */
function causeOf({ kind, told }: Refusal): string | undefined {
  const causes: Partial<Record<ErrorKind, string>> = {
    termsNotAccepted: "terms",
    planLacksFeature: "plan",
    tooManyRequests: "rate",
    forbidden: told ?? "forbidden",
  };
  return causes[kind];
}

function noteUse({ access, peer, refusedFor }: Call): void {
  if (access?.actor.kind !== "key" || access.actor.id === null) return;
  noteKeyUse({ accountId: access.accountId, keyId: access.actor.id }, peer.address, refusedFor);
}

function refusalFor(error: unknown, call: Pick<Call, "requestId" | "id">): Refusal {
  if (isRefusal(error)) {
    if (error.told) log().info({ requestId: call.requestId, operation: call.id, cause: error.told }, error.kind);
    return error;
  }
  if (isMoved(error)) return new Refusal("busy", { headers: { "retry-after": "1" } });
  const trouble = databaseTrouble(error);
  log().error({ err: error, requestId: call.requestId, operation: call.id }, trouble ?? "internal");
  if (trouble === "away") return new Refusal("databaseAway", { headers: { "retry-after": "5" } });
  if (trouble) return new Refusal("busy", { headers: { "retry-after": "1" } });
  return new Refusal("internal");
}

/** A refused permission stands in the audit trail; when even that fails, the refusal is still the answer. */
async function noteForbidden(refusal: Refusal, { access, id, operation, requestId }: Call): Promise<void> {
  if (refusal.kind !== "forbidden" || !access) return;
  const origin = { actor: access.actor, channel: faceOf(operation.path), requestId };
  const details = { permission: operation.permission };
  try {
    await noteAudit({ accountId: access.accountId, action: "access.refused", target: id, details, origin });
  } catch (error) {
    log().error({ err: error, requestId }, "a refusal could not be audited");
  }
}

/** Answers a request whose address leads to no operation. */
export function refuseAddress(refusal: Refusal, request: Request, peer: Peer): Response {
  return refusalResponse(refusal, { requestId: requestIdOf(request), standing: standingOfAddress(peer.address) });
}

function refusalResponse(refusal: Refusal, call: Pick<Call, "requestId" | "standing">): Response {
  const headers = { ...commonHeaders(call), "content-type": "application/json; charset=utf-8", ...refusal.headers };
  return Response.json(errorBody(refusal, call.requestId), { status: errors[refusal.kind].status, headers });
}
