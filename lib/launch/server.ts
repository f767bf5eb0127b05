import { randomBytes, randomUUID } from "node:crypto";
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { errorBody, errors, Refusal } from "@/lib/contract/errors";
import { standInFront, told } from "@/lib/guard/front";
import { pageHeaders } from "@/lib/guard/page-headers";
import { IncomingRequest } from "./incoming-request";
import type { Pages } from "./pages";
import { finish, sendResponse } from "./send-response";

/** Where a request comes from and what its first line said, untouched: URL parsers would tidy `..` and `%2e` away. */
export type Peer = { address: string; target: string };

type Answer = (request: Request, peer: Peer) => Promise<Response | undefined>;

export type ServerParts = {
  origin: string;
  answer: Answer;
  addressOf: (request: IncomingMessage) => string;
  pages: Pages | undefined;
  dev: boolean;
  log: Logger;
};

const IDLE_MS = 60_000;
/** What callers may not say: these headers carry our own word from the server to the pages. */
const OURS_ALONE = [
  "content-security-policy",
  "content-security-policy-report-only",
  "x-nonce",
  ...Object.values(told),
];

/** The one HTTP server: operations are answered here, everything else by Next. */
export function makeServer(parts: ServerParts): Server {
  standInFront();
  const server = createServer({ requestTimeout: 0, headersTimeout: 30_000, keepAliveTimeout: 65_000 });
  const take = (incoming: IncomingMessage, outgoing: ServerResponse) => void serve(parts, incoming, outgoing);
  server.on("request", take);
  server.on("checkContinue", take);
  server.on("clientError", refuseBadHttp);
  // Idle means that nothing moves on the socket. A caller who sent everything and waits is not idle: we are working.
  server.setTimeout(IDLE_MS, (socket) => void (answering.get(socket)?.complete || socket.destroy()));
  const upgrade = parts.pages?.upgrade;
  if (upgrade) server.on("upgrade", upgrade);
  return server;
}

const answering = new WeakMap<Duplex, IncomingMessage>();

async function serve(parts: ServerParts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { socket } = incoming;
  for (const name of OURS_ALONE) delete incoming.headers[name];
  incoming.once("error", () => undefined); // a caller who hangs up; whoever reads the body hears of it too
  answering.set(socket, incoming);
  try {
    const target = targetOf(incoming.url ?? "");
    if (target === undefined) return await refuse(incoming, outgoing, "invalid", randomUUID());
    const request = new IncomingRequest(incoming, outgoing, parts.origin + target);
    const response = await parts.answer(request, { address: parts.addressOf(incoming), target });
    answering.delete(socket);
    if (response) await sendResponse(response, incoming, outgoing);
    else await servePage(parts, target, incoming, outgoing);
  } catch (error) {
    await fail(parts.log, error, incoming, outgoing);
  } finally {
    answering.delete(socket);
  }
}

/** The path of the first line as sent. A proxy's absolute form loses its origin; anything else is no request for us. */
function targetOf(url: string): string | undefined {
  const path = /^https?:\/\/[^/?#]*(.*)$/i.exec(url)?.[1];
  const target = path === undefined ? url : path || "/";
  return target.startsWith("/") ? target : undefined;
}

async function servePage(
  { pages, dev, addressOf }: ServerParts,
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (!pages) return refuse(incoming, outgoing, "notFound", randomUUID());
  const nonce = randomBytes(16).toString("base64");
  const headers = pageHeaders(nonce, dev, target);
  if (!incoming.url?.startsWith("/_next/")) for (const name in headers) outgoing.setHeader(name, headers[name] ?? "");
  // Next looks for the nonce in the policy of the request.
  incoming.headers["content-security-policy"] = headers["content-security-policy"] ?? "";
  incoming.headers["x-nonce"] = nonce;
  incoming.headers[told.address] = addressOf(incoming);
  incoming.headers[told.target] = target;
  await pages.handle(incoming, outgoing);
}

async function fail(log: Logger, error: unknown, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  log.error({ err: error, requestId, method: incoming.method, path: incoming.url?.split("?")[0] }, "request failed");
  if (outgoing.headersSent)
    outgoing.destroy(); // cut short on purpose: half an answer must not look like a whole one
  else await refuse(incoming, outgoing, "internal", requestId);
}

async function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  kind: "invalid" | "notFound" | "internal",
  requestId: string,
): Promise<void> {
  const body = Buffer.from(JSON.stringify(errorBody(new Refusal(kind), requestId)));
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-request-id": requestId,
  };
  await finish(incoming, outgoing, errors[kind].status, headers, body);
}

const BAD_HTTP: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** What is no HTTP gets an answer as far as the socket still takes one. */
function refuseBadHttp(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status = BAD_HTTP[error.code ?? ""] ?? 400;
  const requestId = randomUUID();
  const message = `This is not a request that HTTP/1.1 allows (${error.code ?? error.message})`;
  const body = JSON.stringify({ ...errorBody(new Refusal("invalid", { message }), requestId), statusCode: status });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nX-Request-Id: ${requestId}\r\n` +
      `Cache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
