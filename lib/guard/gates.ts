import { authenticate } from "@/lib/accounts/authenticate";
import { narrowed } from "@/lib/accounts/narrow";
import { countOfSignIn, countRefusal, countRequest, standingOfAddress, type Standing } from "@/lib/accounts/rate";
import { errors, isRefusal, Refusal } from "@/lib/contract/errors";
import { faceOf } from "@/lib/contract/operations";
import { env } from "@/lib/db/env";
import { checkEncoding, checkMedia, contentOf, readBody } from "./body";
import type { Call } from "./call";
import { prefers, readIfMatch, readInput, readParams, readQuery, readReason, readSession } from "./input";
import { accessByCookie, accessIfAny, personQuery, refuseCrossSite } from "./person";

type Gate = { name: string; pass: (call: Call) => void | Promise<void> };

/** What stands between a known address and its verb, in this order. 405 and unknown paths are answered before. */
export const gates: readonly Gate[] = [
  { name: "429 by address", pass: addressMayAsk },
  { name: "401", pass: callerIsKnown },
  { name: "403 from another site", pass: siteIsOurs },
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
  if (asksForAccess(call) && call.standing?.allowed === false) refuseRate(call.standing);
}

const asksForAccess = ({ operation }: Call) => operation.permission !== null || operation.person === true;

async function callerIsKnown(call: Call): Promise<void> {
  if (call.operation.maybePerson) call.access = await accessIfAny(call);
  if (!asksForAccess(call)) return;
  const authorization = call.request.headers.get("authorization");
  try {
    // The vendor's addresses take keys only; on ours a key comes first, so that a script never acts as a person.
    const byKey = authorization !== null || faceOf(call.operation.path) !== "api";
    call.access = byKey ? await authenticate(authorization, call.peer.address) : await accessByCookie(call);
  } catch (error) {
    if (isRefusal(error) && errors[error.kind].status === 401) countRefusal(call.peer.address);
    throw error;
  }
}

function siteIsOurs(call: Call): void {
  if (call.access?.signInId !== undefined) refuseCrossSite(call);
}

async function keyMayAsk(call: Call): Promise<void> {
  const { access } = call;
  if (!access?.actor.id) return;
  const perMinute = access.ratePerMinute ?? env().ATTESTRY_RATE_PER_MINUTE;
  call.standing =
    access.signInId === undefined
      ? await countRequest(access.accountId, access.actor.id, perMinute)
      : countOfSignIn(access.signInId, perMinute);
  if (call.standing?.allowed === false) refuseRate(call.standing);
}

function termsAreAccepted({ access }: Call): void {
  // The terms are the API's; people accept them on a page.
  if (access && !access.termsAccepted && access.signInId === undefined) throw new Refusal("termsNotAccepted");
}

function planHasFeature({ access, operation }: Call): void {
  if (access?.plan === "basic" && !operation.anyPlan) throw new Refusal("planLacksFeature");
}

async function permissionIsHeld(call: Call): Promise<void> {
  const { access, operation, rawParams } = call;
  if (operation.person && access?.signInId === undefined) throw new Refusal("personOnly");
  if (!access || !operation.permission) return;
  const connectionId = connectionIn(rawParams);
  const deed = { permission: operation.permission, connectionId, reads: operation.method === "GET" };
  call.access = await narrowed(access, deed);
}

/** The connection an address names; one that is no number is refused with the rest of the request. */
function connectionIn({ connectionId }: Record<string, string>): number | undefined {
  return connectionId === undefined ? undefined : Number(connectionId);
}

function mediaIsRead({ operation, request, access }: Call): void {
  if (operation.bodyOptional && request.body === null) return;
  if (operation.body === "file") checkEncoding(request.headers);
  else if (operation.body !== undefined) checkMedia(request.headers, access?.signInId !== undefined);
}

async function bodyFits(call: Call): Promise<void> {
  const { body } = call.operation;
  if (body !== undefined && body !== "file") call.body = await readBody(call.request);
}

function requestIsWellFormed(call: Call): void {
  const { operation, request, rawParams, peer, body, access } = call;
  const params = readParams(rawParams);
  const query = readQuery(operation, peer.target, access?.signInId === undefined ? [] : personQuery);
  const session =
    operation.body === "records" && faceOf(operation.path) === "v1" ? readSession(request.headers) : undefined;
  const ifMatch = operation.ifMatch && readIfMatch(request.headers.get("if-match"));
  const read = readInput(operation, request.headers, body?.bytes ?? new Uint8Array());
  call.input = { params, query, ...read, ifMatch, session, content: () => contentOf(request) };
  if (faceOf(operation.path) === "api" && operation.method !== "GET") {
    call.input.reason = readReason(request.headers.get("x-change-reason"));
    call.input.respondAsync = prefers(request.headers, "respond-async");
  }
  if (operation.ifMatch === "required" && !ifMatch) throw new Refusal("needsIfMatch");
}
