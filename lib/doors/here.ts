import { headers } from "next/headers";
import { callerAddress } from "@/lib/guard/front";
import { answer } from "../doors";

/**
 * What the API answers to the person for whom a page is being made, asked in this process instead of by the browser
 * afterwards: through the same gates. path: with its query. Undefined where it refuses, so that the page asks by itself
 * and says why.
 */
export async function readHere(accountId: number, path: string): Promise<string | undefined> {
  const asked = await headers();
  const own = { cookie: asked.get("cookie") ?? "", "x-account-id": String(accountId), accept: "application/json" };
  const request = new Request(`http://localhost${path}`, { headers: own });
  const response = await answer(request, { address: callerAddress(asked), target: path });
  return response?.ok ? response.text() : undefined;
}

/** The same for whoever looks at a page that takes no sign-in. */
export async function readOpen(path: string): Promise<string | undefined> {
  const asked = await headers();
  const own = { "user-agent": asked.get("user-agent") ?? "", accept: "application/json" };
  const request = new Request(`http://localhost${path}`, { headers: own });
  const response = await answer(request, { address: callerAddress(asked), target: path });
  return response?.ok ? response.text() : undefined;
}
