import { decode } from "next-auth/jwt";
import { env } from "@/lib/db/env";
import { deriveKey } from "@/lib/db/seal";

/** Whether cookies may travel over TLS only: where people reach this installation by https. */
export const isSecure = (): boolean => env().ATTESTRY_URL.startsWith("https:");

/** The cookie's name; behind https a browser then refuses one that another host or plain http set. */
export const cookieName = (): string => `${isSecure() ? "__Host-" : ""}attestry.sign-in`;

/** What the cookie is sealed with; another for every purpose, and for every ATTESTRY_SECRET. */
export const cookieSecret = (): string => deriveKey("sign-in cookie").toString("base64url");

/** The sign-in a cookie names: undefined without a cookie, null when it is not ours or its time has passed. */
export async function readSignInCookie(header: string | null): Promise<string | null | undefined> {
  const token = header === null ? undefined : valueOf(header, cookieName());
  if (token === undefined) return undefined;
  return readSignInToken(token);
}

/** The sign-in a cookie's value names; null when it is not ours or its time has passed. */
export async function readSignInToken(token: string): Promise<string | null> {
  try {
    const held = await decode({ token, secret: cookieSecret() });
    return held?.sub ?? null;
  } catch {
    return null;
  }
}

function valueOf(header: string, name: string): string | undefined {
  const pair = header.split(/; */).find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
