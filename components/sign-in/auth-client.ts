import { ask } from "../api";

/** Why a sign-in did not succeed, as the server says it; unreachable: it said nothing. */
export type SignInTrouble = "refused" | "second-factor" | "second-factor-wrong" | "too-many" | "unavailable";

const troubles: readonly string[] = ["refused", "second-factor", "second-factor-wrong", "too-many"];

async function post(path: string, fields: Record<string, string>): Promise<URL> {
  const token = (await (await ask("GET", "/api/auth/csrf")).json()) as { csrfToken: string };
  const body = new URLSearchParams({ ...fields, csrfToken: token.csrfToken, json: "true" }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const answer = (await (await ask("POST", path, { body, headers })).json()) as { url?: string };
  return new URL(answer.url ?? "/?error=unavailable", window.location.href);
}

/** Signs in; answers what stood in the way, or undefined when the cookie is set. Never throws. */
export async function signIn(given: {
  email: string;
  password: string;
  code?: string;
}): Promise<SignInTrouble | undefined> {
  try {
    const url = await post("/api/auth/callback/credentials", { ...given, callbackUrl: "/" });
    const error = url.searchParams.get("error");
    if (error === null) return undefined;
    return troubles.includes(error) ? (error as SignInTrouble) : "unavailable";
  } catch {
    return "unavailable";
  }
}

/** Ends this sign-in and leaves for the sign-in page. Throws when the server does not answer. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", { callbackUrl: "/sign-in" });
  window.location.replace("/sign-in");
}
