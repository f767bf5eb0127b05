import { ApiProblem, problemIn, problemOf } from "./api-problem";

export { ApiProblem, problemOf };

type QueryValue = string | number | boolean | null | undefined;

export type Asked = {
  /** Left out where undefined, null or empty; a list is sent as the same name several times. */
  query?: Record<string, QueryValue | readonly QueryValue[]>;
  /** An object is sent as JSON; a text, a file or a form as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Hands over the answer's own text, unparsed: records whose numbers JavaScript would round. */
  text?: boolean;
};

export type Answered<T> = { body: T; status: number; etag: string | null; headers: Headers };

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The account in this page's address (/a/{account}/…); undefined on pages of no account, and in the server's markup. */
export function accountOfPage(): string | undefined {
  if (typeof window === "undefined") return undefined;
  return /^\/a\/([^/]+)/.exec(window.location.pathname)?.[1];
}

const viewAsKey = (account: string) => `attestry.viewAs.${account}`;

/** The role through whose eyes this tab looks at the account, if any. */
export function viewAsOf(account: string): string | undefined {
  return sessionStorage.getItem(viewAsKey(account)) ?? undefined;
}

/** Looks at the account as a role would, in this tab, until it is set back. */
export function keepViewAs(account: string, role: string | undefined): void {
  if (role) sessionStorage.setItem(viewAsKey(account), role);
  else sessionStorage.removeItem(viewAsKey(account));
}

/** The same address with a query; for links and downloads too. */
export function addressOf(path: string, query: Asked["query"] = {}): string {
  const pairs = Object.entries(query)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const))
    .filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([name, value]) => [name, String(value)]);
  if (pairs.length === 0) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams(pairs).toString()}`;
}

function headersOf({ body, headers }: Asked): Record<string, string> {
  const account = accountOfPage();
  const viewAs = account && viewAsOf(account);
  return {
    accept: "application/json",
    ...(isPlain(body) && { "content-type": "application/json" }),
    ...(account && { "x-account-id": account }),
    ...(viewAs && { "x-view-as": viewAs }),
    ...headers,
  };
}

const isPlain = (body: unknown) =>
  body !== undefined && typeof body !== "string" && !(body instanceof Blob) && !(body instanceof FormData);

/** Asks the server. The only fetch of the pages; throws ApiProblem when nothing answers. */
export async function ask(method: Method, path: string, asked: Asked = {}): Promise<Response> {
  const { query, body, signal } = asked;
  const sent = isPlain(body) ? JSON.stringify(body) : (body as BodyInit | undefined);
  try {
    return await fetch(addressOf(path, query), {
      method,
      headers: headersOf(asked),
      body: sent,
      signal,
      cache: "no-store",
      credentials: "same-origin",
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const message = "The server does not answer. Check your connection and try again.";
    throw new ApiProblem(message, { status: 0, code: 0, name: "Unreachable", errors: [] });
  }
}

async function send<T>(method: Method, path: string, asked: Asked = {}): Promise<Answered<T>> {
  const answer = await ask(method, path, asked);
  if (!answer.ok) {
    if (answer.status === 401) signInAgain();
    throw await problemIn(answer);
  }
  const text = await answer.text();
  const body = asked.text ? text : text && (JSON.parse(text) as unknown);
  return { body: body as T, status: answer.status, etag: answer.headers.get("etag"), headers: answer.headers };
}

/** A sign-in that has ended is made anew, and leads back here. */
function signInAgain(): void {
  const { pathname, search } = window.location;
  if (!accountOfPage()) return;
  window.location.assign(addressOf("/sign-in", { next: pathname + search }));
}

/** The API as pages ask it. Each throws ApiProblem, unless the answer is a success; `send` also tells ETag and status. */
export const api = {
  send,
  get: async <T>(path: string, asked?: Asked) => (await send<T>("GET", path, asked)).body,
  post: async <T>(path: string, asked?: Asked) => (await send<T>("POST", path, asked)).body,
  put: async <T>(path: string, asked?: Asked) => (await send<T>("PUT", path, asked)).body,
  patch: async <T>(path: string, asked?: Asked) => (await send<T>("PATCH", path, asked)).body,
  delete: async <T>(path: string, asked?: Asked) => (await send<T>("DELETE", path, asked)).body,
};

/** What the page learns about the API by asking it, as any caller would. */
export type Health = { up: true; milliseconds: number } | { up: false; says: string };

/** Asks the API whether it is up. Never throws: a page that cannot reach its server says so in words. */
export async function askHealth(signal: AbortSignal): Promise<Health> {
  const began = performance.now();
  const answer = await ask("GET", "/api/health", { signal }).catch(() => undefined);
  if (!answer) return { up: false, says: "The server does not answer." };
  if (answer.ok) return { up: true, milliseconds: Math.round(performance.now() - began) };
  return { up: false, says: `The server answers ${answer.status}; its database may be away.` };
}
