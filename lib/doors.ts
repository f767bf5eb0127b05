import { Refusal } from "@/lib/contract/errors";
import type { OperationId } from "@/lib/contract/operations";
import { routeOf } from "@/lib/contract/routing";
import { env } from "@/lib/db/env";
import type { Peer } from "@/lib/guard/call";
import type { Door } from "@/lib/guard/door";
import { handle, refuseAddress } from "@/lib/guard/handle";
import { v1Doors } from "./doors/v1";
import { v2Doors } from "./doors/v2";
import { serviceDoors } from "./doors/service";
import { connectionsDoors } from "./doors/connections";
import { schemasDoors } from "./doors/schemas";
import { recordsDoors } from "./doors/records";
import { sessionsDoors } from "./doors/sessions";
import { compareDoors } from "./doors/compare";
import { viewsDoors } from "./doors/views";
import { evidenceDoors } from "./doors/evidence";
import { auditorDoors } from "./doors/auditor";
import { evidenceCareDoors } from "./doors/evidence-care";
import { evidenceScheduleDoors } from "./doors/evidence-schedules";
import { signingDoors } from "./doors/signing";
import { keysDoors } from "./doors/keys";
import { peopleDoors } from "./doors/people";
import { accountDoors } from "./doors/account";
import { auditDoors } from "./doors/audit";
import { chainDoors } from "./doors/chain";
import { jobsDoors } from "./doors/jobs";
import { importsDoors } from "./doors/imports";
import { entryDoors } from "./doors/entry";
import { invitationsDoors } from "./doors/invitations";
import { profileDoors } from "./doors/profile";

/** Each operation's verb, bound once; the groups stand in lib/doors. Server and routes read it. */
const doors: Record<OperationId, Door> = {
  ...v1Doors,
  ...v2Doors,
  ...serviceDoors,
  ...connectionsDoors,
  ...schemasDoors,
  ...recordsDoors,
  ...sessionsDoors,
  ...compareDoors,
  ...viewsDoors,
  ...evidenceDoors,
  ...evidenceCareDoors,
  ...evidenceScheduleDoors,
  ...auditorDoors,
  ...signingDoors,
  ...keysDoors,
  ...peopleDoors,
  ...accountDoors,
  ...auditDoors,
  ...chainDoors,
  ...jobsDoors,
  ...importsDoors,
  ...entryDoors,
  ...invitationsDoors,
  ...profileDoors,
};

/**
 * Answers a request whose address is one of ours; undefined leaves it to the pages. target: path and query as the
 * first line said them.
 */
export async function answer(request: Request, peer: Peer): Promise<Response | undefined> {
  const found = routeOf(request.method === "HEAD" ? "GET" : request.method, peer.target);
  if (found && "id" in found) return handle(found.id, doors[found.id], request, peer, found.params);
  if (found === undefined) {
    // Signing in and out is next-auth's, and with it Next's.
    if (/^\/api\/auth\//.test(peer.target)) return undefined;
    const ours = /^\/(api|public)(\/|$|\?)/.test(peer.target);
    return ours ? refuseAddress(new Refusal("notFound"), request, peer) : undefined;
  }
  if ("allow" in found) {
    const headers = { allow: found.allow.join(", ") };
    return refuseAddress(new Refusal("methodNotAllowed", { headers }), request, peer);
  }
  const message = "The address holds a percent sign that encodes nothing; encode each step once, as UTF-8";
  return refuseAddress(new Refusal("invalid", { message }), request, peer);
}

/** The same door for Next's route handlers, where the server in front is not ours: development, serverless hosts. */
export async function route(request: Request): Promise<Response> {
  const target = request.url.slice(request.url.split("/", 3).join("/").length);
  // Only a proxy that is named as trusted may say where a caller is; a key kept to addresses is refused otherwise.
  const forwarded = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  const address = (env().ATTESTRY_TRUSTED_PROXIES && forwarded) || "unknown";
  const peer = { address, target };
  return (await answer(request, peer)) ?? refuseAddress(new Refusal("notFound"), request, peer);
}
