import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { isRefusal, Refusal } from "@/lib/contract/errors";
import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";

type Held = { bytes: number; waiting: { bytes: number; go: () => void }[] };

const held = () => singleton<Held>("bodies", () => ({ bytes: 0, waiting: [] }));

/** A body in memory; release it when the answer is ready. */
export type Body = { bytes: Uint8Array; release: () => void };

const megabytes = (bytes: number) => `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`;

function tooLarge(): Refusal {
  const limit = megabytes(env().ATTESTRY_BODY_BYTES_MAX);
  return new Refusal("tooLarge", {
    message: `The file was too large to upload: a body may have ${limit} after decompression; split it`,
  });
}

/** Whether a media type and an encoding can be read; named: a type must be said. Throws unsupportedMedia. */
export function checkMedia(headers: Headers, named: boolean): void {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (named && !type) throw new Refusal("unsupportedMedia");
  if (type && !/^application\/([\w.+-]+\+)?json$/.test(type) && !isNdjson(headers)) {
    throw new Refusal("unsupportedMedia", { message: `Send application/json or application/x-ndjson, not ${type}` });
  }
  checkEncoding(headers);
}

/** Whether an encoding can be read, whatever type is sent. Throws unsupportedMedia. */
export function checkEncoding(headers: Headers): void {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  if (encoding && !["gzip", "x-gzip", "identity"].includes(encoding)) {
    throw new Refusal("unsupportedMedia", { message: `Send the body plain or with gzip, not ${encoding}` });
  }
}

/** Whether the body is one JSON document a line. */
export function isNdjson(headers: Headers): boolean {
  return /^application\/(x-)?(ndjson|jsonl|json-lines)\s*(;|$)/i.test(headers.get("content-type") ?? "");
}

/** Reads a whole body within the limits, decompressed. Throws tooLarge, malformed, busy. */
export async function readBody(request: Request): Promise<Body> {
  const limit = env().ATTESTRY_BODY_BYTES_MAX;
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (declared > limit) throw tooLarge();
  const zipped = /gzip/i.test(request.headers.get("content-encoding") ?? "");
  if (!zipped && Number.isFinite(declared)) {
    const release = await reserve(declared);
    try {
      return { bytes: new Uint8Array(await request.arrayBuffer()), release };
    } catch (error) {
      release();
      throw cutShort(error);
    }
  }
  return readUnmeasured(request, zipped, limit);
}

async function readUnmeasured(request: Request, zipped: boolean, limit: number): Promise<Body> {
  const releases: (() => void)[] = [];
  const release = () => releases.splice(0).forEach((each) => each());
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of piecesOf(request, zipped)) {
      size += part.length;
      if (size > limit) throw tooLarge();
      releases.push(await reserve(part.length));
      parts.push(part);
    }
    return { bytes: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), release };
  } catch (error) {
    release();
    throw isRefusal(error) ? error : cutShort(error);
  }
}

/** The bytes of a body as they come, unpacked. What came before it was cut short was handed out. Throws malformed. */
export async function* contentOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.bodyUsed) throw new Refusal("busy", { headers: { "retry-after": "1" } });
  const zipped = /gzip/i.test(request.headers.get("content-encoding") ?? "");
  try {
    yield* piecesOf(request, zipped);
  } catch (error) {
    throw isRefusal(error) ? error : cutShort(error);
  }
}

/** A body that ended before its end: the caller hung up, which is no trouble of the database's. */
function cutShort(error: unknown): Refusal {
  const cause = `body cut short: ${error instanceof Error ? error.message : String(error)}`;
  return new Refusal("malformed", { message: "The body ended before it was complete; send it again", cause });
}

async function* piecesOf(request: Request, zipped: boolean): AsyncGenerator<Uint8Array> {
  if (!request.body) return;
  if (!zipped) return yield* request.body as unknown as AsyncIterable<Uint8Array>;
  const source = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  const unzipped = createGunzip();
  source.on("error", (error) => unzipped.destroy(error));
  try {
    yield* source.pipe(unzipped) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("Z_")) {
      throw new Refusal("malformed", { message: "The body is not the gzip that Content-Encoding promises" });
    }
    throw error;
  } finally {
    source.unpipe(unzipped);
    unzipped.destroy();
    // What was not read is for the server to drain, so that the answer reaches the caller.
    source.resume();
  }
}

async function reserve(bytes: number): Promise<() => void> {
  const state = held();
  const most = Math.max(env().ATTESTRY_BODIES_BYTES_MAX, env().ATTESTRY_BODY_BYTES_MAX);
  if (state.bytes > 0 && state.bytes + bytes > most) await room(state, bytes);
  else state.bytes += bytes;
  let open = true;
  return () => {
    if (!open) return;
    open = false;
    state.bytes -= bytes;
    while (state.waiting[0] && (state.bytes === 0 || state.bytes + state.waiting[0].bytes <= most)) {
      const next = state.waiting.shift();
      state.bytes += next?.bytes ?? 0;
      next?.go();
    }
  };
}

function room(state: Held, bytes: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const entry = {
      bytes,
      go: () => {
        clearTimeout(timer);
        resolve();
      },
    };
    const timer = setTimeout(() => {
      state.waiting.splice(state.waiting.indexOf(entry), 1);
      reject(new Refusal("busy", { headers: { "retry-after": "1" } }));
    }, env().ATTESTRY_BODY_WAIT_SECONDS * 1000);
    state.waiting.push(entry);
  });
}
