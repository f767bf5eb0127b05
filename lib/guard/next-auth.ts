import { randomUUID } from "node:crypto";
import NextAuth, { type NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { deviceOf } from "@/lib/accounts/sign-ins/device";
import { signOut } from "@/lib/accounts/sign-ins/end";
import { SIGN_IN_SECONDS, signInByPassword, type Caller } from "@/lib/accounts/sign-ins/sign-in";
import { errorBody, errors, Refusal } from "@/lib/contract/errors";
import { callerAddress } from "./front";
import { log } from "./log";
import { providersOfSettings, signInOf } from "./provider";
import { cookieName, cookieSecret, isSecure } from "./sign-in-cookie";

const BODY_BYTES_MAX = 16 * 1024;

/** The addresses of next-auth's that are served; its own pages, its log for browsers and its sessions are not. */
const served: readonly [string, RegExp][] = [
  ["GET", /^\/api\/auth\/(csrf|signin|error|callback\/oidc)$/],
  ["POST", /^\/api\/auth\/(callback\/credentials|signin\/oidc|signout)$/],
];

const credentials = z.object({
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(1_024),
  code: z.string().max(40).optional(),
});

/** Where people sign in and out: next-auth's addresses, as Next's route handlers serve them. */
export async function signInRoute(request: Request, context: unknown): Promise<Response> {
  const caller = callerOf(request);
  const { pathname } = new URL(request.url);
  if (!served.some(([method, path]) => method === request.method && path.test(pathname))) {
    return refusal(new Refusal("notFound"), caller);
  }
  // Next reads the whole body before anybody can measure it.
  const bytes = Number(request.headers.get("content-length") ?? (request.body ? Infinity : 0));
  if (bytes > BODY_BYTES_MAX) return refusal(new Refusal("tooLarge"), caller);
  return (await NextAuth(request as never, context as never, optionsFor(caller))) as Response;
}

function callerOf(request: Request): Caller {
  const address = callerAddress(request.headers);
  return { address, device: deviceOf(request.headers.get("user-agent") ?? ""), requestId: randomUUID() };
}

function refusal(found: Refusal, { requestId }: Caller): Response {
  const headers = { "cache-control": "no-store", "x-request-id": requestId };
  return Response.json(errorBody(found, requestId), { status: errors[found.kind].status, headers });
}

function optionsFor(caller: Caller): NextAuthOptions {
  const cookie = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } as const;
  return {
    secret: cookieSecret(),
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: cookieName(), options: cookie } },
    session: { strategy: "jwt", maxAge: SIGN_IN_SECONDS },
    jwt: { secret: cookieSecret(), maxAge: SIGN_IN_SECONDS },
    pages: { signIn: "/sign-in", signOut: "/sign-out", error: "/sign-in" },
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, code: {} },
        authorize: (given) => authorize(caller, given),
      }),
      ...providersOfSettings(),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== "oidc") return true;
        // What stands here as the person's id becomes the subject of the cookie.
        const found = await throughProvider(caller, profile);
        if ("refused" in found) return `/sign-in?error=${found.refused}`;
        user.id = found.signInId;
        return true;
      },
      // The cookie names the sign-in and nothing else: who it is and what they may do is asked at each request.
      jwt: ({ token }) => ({ sub: token.sub }),
      redirect: ({ url, baseUrl }) => localPath(url, baseUrl),
    },
    events: { signOut: ({ token }) => (token?.sub ? signOut(token.sub) : undefined) },
    logger: {
      error: (code, detail) => log().warn({ code, err: detail instanceof Error ? detail : undefined }, "next-auth"),
      warn: (code) => log().debug({ code }, "next-auth"),
      debug: () => undefined,
    },
  };
}

async function authorize(caller: Caller, given: unknown): Promise<{ id: string }> {
  const read = credentials.safeParse(given);
  if (!read.success) throw new Error("refused");
  try {
    return { id: await signInByPassword(caller, read.data) };
  } catch (error) {
    if (isSignInRefused(error)) throw error;
    log().error({ err: error, requestId: caller.requestId }, "a sign-in failed");
    throw new Error("unavailable", { cause: error });
  }
}

async function throughProvider(caller: Caller, profile: unknown): Promise<{ signInId: string } | { refused: string }> {
  try {
    return { signInId: await signInOf(caller, profile) };
  } catch (error) {
    if (isSignInRefused(error)) return { refused: error.message };
    log().error({ err: error, requestId: caller.requestId }, "a sign-in through the provider failed");
    return { refused: "unavailable" };
  }
}

function isSignInRefused(error: unknown): error is Error {
  return error instanceof Error && "attestry" in error && error.attestry === "sign-in-refused";
}

/** A path of ours, whatever was asked for: nobody is sent to another site after signing in. */
function localPath(url: string, baseUrl: string): string {
  const path = url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url;
  return /^\/(?![/\\])/.test(path) ? path : "/";
}
