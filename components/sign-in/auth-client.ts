import { ask } from "../api";

const troubles = ["refused", "second-factor", "second-factor-wrong", "too-many", "unknown-person"] as const;

/** Why a sign-in did not succeed; provider: the other site's trouble, unavailable: ours. */
export type SignInTrouble = (typeof troubles)[number] | "provider" | "unavailable";

/** What the address of the sign-in page says went wrong before. */
export function troubleIn(error: string | undefined): SignInTrouble | undefined {
  if (error === undefined) return undefined;
  return troubles.find((known) => known === error) ?? (error === "unavailable" ? error : "provider");
}

async function post(path: string, fields: Record<string, string>): Promise<URL> {
  const token = (await (await ask("GET", "/api/auth/csrf")).json()) as { csrfToken: string };
  const body = new URLSearchParams({ ...fields, csrfToken: token.csrfToken, json: "true" }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = (await (await ask("POST", path, { body, headers })).json()) as { url?: string };
  return new URL(answer.url ?? "/?error=unavailable", window.location.href);
}

type Given = { email: string; password: string; code: string };

/** Signs in; answers what stood in the way, or undefined when the cookie is set. Never throws. */
export async function signIn(given: Given): Promise<SignInTrouble | undefined> {
  try {
    const url = await post("/api/auth/callback/credentials", { ...given, callbackUrl: "/" });
    const error = url.searchParams.get("error");
    return error === null ? undefined : (troubles.find((known) => known === error) ?? "unavailable");
  } catch {
    return "unavailable";
  }
}

/** Leaves for an identity provider, which leads back to `next`; answers what stood in the way. Never throws. */
export async function signInThrough(provider: string, next: string): Promise<SignInTrouble | undefined> {
  try {
    const url = await post(`/api/auth/signin/${provider}`, { callbackUrl: next });
    if (url.searchParams.has("error")) return "provider";
    window.location.assign(url);
    return undefined;
  } catch {
    return "unavailable";
  }
}

/** Ends this sign-in and leaves for the sign-in page. Throws when the server does not answer. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", { callbackUrl: "/sign-in" });
  window.location.replace("/sign-in");
}
