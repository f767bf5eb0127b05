import type { Access } from "@/lib/accounts/authenticate";
import { accessOfMember, accessOfSelf } from "@/lib/accounts/sign-ins/access";
import { isRefusal, Refusal } from "@/lib/contract/errors";
import { roles, type Role } from "@/lib/contract/permissions";
import { idParam } from "@/lib/contract/shapes";
import type { Call } from "./call";
import { readSignInCookie } from "./sign-in-cookie";

/** What links and event streams say in their query, as they cannot send headers; a key's query does not know them. */
export const personQuery = ["account", "viewAs"] as const;

/**
 * What the person may do whose cookie came with a request, in the account it names. Throws noAuthorization without a
 * cookie, signInEnded, invalid where no account is named, and notFound for one they do not belong to.
 */
export async function accessByCookie({ operation, request, peer }: Call): Promise<Access> {
  const signInId = await readSignInCookie(request.headers.get("cookie"));
  if (signInId === undefined) throw new Refusal("noAuthorization", { cause: "neither key nor cookie" });
  if (signInId === null) throw new Refusal("signInEnded", { cause: "not a cookie of ours" });
  if (operation.person) return accessOfSelf(signInId);
  const query = new URLSearchParams(peer.target.split("?")[1] ?? "");
  const account = idParam.safeParse(request.headers.get("x-account-id") ?? query.get("account"));
  if (!account.success) {
    throw new Refusal("invalid", { message: "Name the account: send x-account-id, or account in the query" });
  }
  return accessOfMember(signInId, account.data, roleOf(request.headers.get("x-view-as") ?? query.get("viewAs")));
}

/** The person whose cookie came, when it is one of an open sign-in. */
export async function accessIfAny({ request }: Pick<Call, "request">): Promise<Access | undefined> {
  const signInId = await readSignInCookie(request.headers.get("cookie"));
  try {
    return signInId ? await accessOfSelf(signInId) : undefined;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

function roleOf(text: string | null): Role | undefined {
  if (text === null) return undefined;
  if (Object.hasOwn(roles, text)) return text as Role;
  throw new Refusal("invalid", { message: `"${text}" is no role; there are ${Object.keys(roles).join(", ")}` });
}

/**
 * Refuses a change that another site's page asks for with the person's cookie. Browsers say where a request comes from,
 * by Sec-Fetch-Site or by Origin; one that says neither changes nothing. Throws crossSite.
 */
export function refuseCrossSite({ request }: Pick<Call, "request">): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if (site === null ? isOurs(origin, request) : site === "same-origin" || site === "none") return;
  throw new Refusal("crossSite", { cause: `from ${site ?? origin ?? "nowhere"}` });
}

/** Our own origin, or the one the request was sent to: a browser lets no page choose its Host. */
function isOurs(origin: string | null, request: Request): boolean {
  if (origin === null) return false;
  const asked = request.url.split("/", 3).join("/");
  return origin === asked || origin.replace(/^https?:\/\//, "") === request.headers.get("host");
}
