import { authenticate } from "@/lib/accounts/authenticate";
import { narrowed } from "@/lib/accounts/narrow";
import { countRefusal, countRequest, standingOfAddress, type Standing } from "@/lib/accounts/rate";
import { isRefusal, Refusal } from "@/lib/contract/errors";
import { faceOf } from "@/lib/contract/operations";
import { env } from "@/lib/db/env";
import { checkMedia, readBody } from "./body";
import type { Call } from "./call";
import { readIfMatch, readInput, readParams, readQuery, readReason, refuseSessions } from "./input";

type Gate = { name: string; pass: (call: Call) => void | Promise<void> };

/** What stands between a known address and its verb, in this order. 405 and unknown paths are answered before. */
export const gates: readonly Gate[] = [
  { name: "429 by address", pass: addressMayAsk },
  { name: "401", pass: keyIsKnown },
  { name: "429 by key", pass: keyMayAsk },
  { name: "412 terms", pass: termsAreAccepted },
  { name: "402", pass: planHasFeature },
  { name: "403", pass: permissionIsHeld },
  { name: "415", pass: mediaIsRead },
  { name: "413", pass: bodyFits },
  { name: "400", pass: requestIsWellFormed },
];

function refuseRate(standing: Standing): never {
  throw new Refusal("tooManyRequests", { headers: { "retry-after": String(standing.resetSeconds) } });
}

function addressMayAsk(call: Call): void {
  call.standing = standingOfAddress(call.peer.address);
  if (call.operation.permission !== null && call.standing?.allowed === false) refuseRate(call.standing);
}

async function keyIsKnown(call: Call): Promise<void> {
  if (call.operation.permission === null) return;
  try {
    call.access = await authenticate(call.request.headers.get("authorization"), call.peer.address);
  } catch (error) {
    if (isRefusal(error)) countRefusal(call.peer.address);
    throw error;
  }
}

async function keyMayAsk(call: Call): Promise<void> {
  const { access } = call;
  if (!access?.actor.id) return;
  const perMinute = access.ratePerMinute ?? env().ATTESTRY_RATE_PER_MINUTE;
  call.standing = await countRequest(access.accountId, access.actor.id, perMinute);
  if (call.standing?.allowed === false) refuseRate(call.standing);
}

function termsAreAccepted({ access }: Call): void {
  if (access && !access.termsAccepted) throw new Refusal("termsNotAccepted");
}

function planHasFeature({ access }: Call): void {
  if (access?.plan === "basic") throw new Refusal("planLacksFeature");
}

async function permissionIsHeld(call: Call): Promise<void> {
  const { access, operation, rawParams } = call;
  if (!access || !operation.permission) return;
  const connectionId = connectionIn(rawParams);
  const deed = { permission: operation.permission, connectionId, reads: operation.method === "GET" };
  call.access = await narrowed(access, deed);
}

/** The connection an address names; one that is no number is refused with the rest of the request. */
function connectionIn({ connectionId }: Record<string, string>): number | undefined {
  return connectionId === undefined ? undefined : Number(connectionId);
}

function mediaIsRead({ operation, request }: Call): void {
  if (operation.body !== undefined) checkMedia(request.headers);
}

async function bodyFits(call: Call): Promise<void> {
  if (call.operation.body !== undefined) call.body = await readBody(call.request);
}

function requestIsWellFormed(call: Call): void {
  const { operation, request, rawParams, peer, body } = call;
  const params = readParams(rawParams);
  const query = readQuery(operation, peer.target);
  if (operation.body === "records" && faceOf(operation.path) === "v1") refuseSessions(request.headers);
  const ifMatch = operation.ifMatch && readIfMatch(request.headers.get("if-match"));
  call.input = { params, query, ...readInput(operation, request.headers, body?.bytes ?? new Uint8Array()), ifMatch };
  if (faceOf(operation.path) === "api" && operation.method !== "GET") {
    call.input.reason = readReason(request.headers.get("x-change-reason"));
  }
  if (operation.ifMatch === "required" && !ifMatch) throw new Refusal("needsIfMatch");
}
