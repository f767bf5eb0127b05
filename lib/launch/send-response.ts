import { once } from "node:events";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { awaitsContinue } from "./incoming-request";

const DRAIN_BYTES = 256 * 1024 * 1024;
const DRAIN_MS = 30_000;
const SMALL_BODY = 16 * 1024;
const SMALL_REST = 1024 * 1024;

/** Sends a web Response as node's answer: small ones with their length, large ones at the caller's pace. */
export async function sendResponse(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (outgoing.destroyed) return void (await response.body?.cancel());
  const headers = headersOf(response);
  if (!response.body || incoming.method === "HEAD") {
    await response.body?.cancel();
    return finish(incoming, outgoing, response.status, headers);
  }
  const reader = response.body.getReader();
  const first = await reader.read();
  if (first.done) return finish(incoming, outgoing, response.status, headers);
  // An answer that was ready ends within the same tick; it is then sent in one piece.
  const next = reader.read();
  const nextTick = new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
  const second = await Promise.race([next, nextTick]);
  if (second?.done) return finish(incoming, outgoing, response.status, headers, first.value);
  await stream(reader, [first, next], outgoing, () => outgoing.writeHead(response.status, headers));
}

/** Sends an answer whose body is known, also to a caller who is still uploading. */
export async function finish(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body?: Uint8Array,
): Promise<void> {
  const bodiless = status === 204 || status === 304 || incoming.method === "HEAD";
  if (!bodiless) headers["content-length"] = body?.byteLength ?? 0;
  if (awaitsContinue(incoming))
    headers.connection = "close"; // whether a body follows is now the caller's guess
  else if (isUploading(incoming))
    return finishDuringUpload(incoming, outgoing, status, { ...headers, connection: "close" }, body);
  outgoing.writeHead(status, headers);
  // As a string it leaves in one write together with the head, at half the cost of two.
  if (body && body.byteLength < SMALL_BODY)
    outgoing.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1"), "latin1");
  else outgoing.end(body);
}

/** A short rest of a body is read away by node itself, and the connection lives on. */
function isUploading(incoming: IncomingMessage): boolean {
  if (incoming.complete) return false;
  const declared = incoming.headers["content-length"];
  return incoming.headers["transfer-encoding"] !== undefined || Number(declared ?? 0) > SMALL_REST;
}

/**
 * Closing a socket with unread data resets it, and the answer is lost on the way. So the answer goes out whole, the
 * rest of the upload is read and dropped up to a bound, and only then the connection ends.
 */
async function finishDuringUpload(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body?: Uint8Array,
): Promise<void> {
  outgoing.writeHead(status, headers);
  outgoing.flushHeaders();
  if (body) outgoing.write(body);
  const drained = await drain(incoming);
  outgoing.end();
  if (!drained) incoming.socket.destroySoon();
}

function drain(incoming: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    let bytes = 0;
    const late = setTimeout(() => resolve(false), DRAIN_MS);
    const settle = (whole: boolean) => {
      clearTimeout(late);
      resolve(whole);
    };
    incoming.removeAllListeners("data"); // whoever read the body has stopped, and must not hold us up now
    incoming.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > DRAIN_BYTES) settle(false);
    });
    incoming.once("end", () => settle(true));
    incoming.once("close", () => settle(true));
    incoming.resume();
  });
}

type Part = ReadableStreamReadResult<Uint8Array>;

async function stream(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  begun: (Part | Promise<Part>)[],
  outgoing: ServerResponse,
  writeHead: () => void,
): Promise<void> {
  writeHead();
  const closed = once(outgoing, "close");
  void closed.then(() => reader.cancel().catch(ignoreLateCancel));
  for (;;) {
    const { done, value } = await (begun.shift() ?? reader.read());
    if (outgoing.destroyed) return;
    if (done) return void outgoing.end();
    if (!outgoing.write(value)) await Promise.race([once(outgoing, "drain"), closed]);
  }
}

/** Cancelling after the end, or twice, has nothing left to cancel. */
const ignoreLateCancel = () => undefined;

function headersOf(response: Response): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of response.headers) headers[name] = value;
  const cookies = response.headers.getSetCookie();
  if (cookies.length) headers["set-cookie"] = cookies;
  return headers;
}
