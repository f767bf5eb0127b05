import { NextResponse, type NextRequest } from "next/server";
import { env } from "@/lib/db/env";
import { pageHeaders } from "@/lib/guard/page-headers";

/**
 * Page headers when Next serves by itself (`next dev`, `next start`). Our own server sets the nonce before Next sees
 * the request and drops a caller's; then this stands back, as a browser would enforce both policies at once.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.headers.has("x-nonce")) return NextResponse.next();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const headers = pageHeaders(nonce, env().NODE_ENV === "development", request.nextUrl.pathname);

  const asked = new Headers(request.headers);
  asked.set("x-nonce", nonce);
  asked.set("content-security-policy", headers["content-security-policy"] ?? "");
  const answer = NextResponse.next({ request: { headers: asked } });
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** Never the API or an upload: Next cuts bodies over 10 MB on a matched path and does not say so. */
export const config = {
  matcher: ["/((?!api(?:/|$)|public(?:/|$)|openapi\\.json$|_next/(?:static|image)(?:/|$)|icon\\.svg$).*)"],
};
