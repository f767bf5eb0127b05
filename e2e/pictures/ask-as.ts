import { trySignIn } from "../fixtures/person";

/** Asks the API, as a key or as somebody who is signed in. Throws what is refused. */
export type Ask = <Answer = unknown>(method: string, path: string, body?: unknown) => Promise<Answer>;

/** As a script asks, with its key. */
export const withKey = (origin: string, apiKey: string): Ask => asking(origin, { authorization: `Bearer ${apiKey}` });

/** As the pages of an account ask for a person who has signed in. */
export async function signedInAs(
  origin: string,
  { accountId, email, password }: { accountId: number; email: string; password: string },
): Promise<Ask> {
  const { cookie, error } = await trySignIn({ email, password }, { url: origin });
  if (!cookie) throw new Error(`${email} could not sign in: ${error}`);
  return asking(origin, { cookie, origin, "x-account-id": String(accountId) });
}

const asking =
  (origin: string, headers: Record<string, string>): Ask =>
  async <Answer>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(origin + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 500)}`);
    return (text ? JSON.parse(text) : undefined) as Answer;
  };
