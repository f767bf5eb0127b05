import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { text as readText } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { bulksOf, mix, PAGE_SIZE, questionOf, RECORDS, recordText, type Push, type Question } from "./bench-records";
import { CONNECTIONS, type Measured } from "./side";

/** Where a side answers, and what its addresses are. */
export type Addresses = {
  origin: string;
  headers: OutgoingHttpHeaders;
  records: string;
  page: (question: Question) => string;
  readAll: string;
};

type Answered = { status: number; body: Buffer[] };

const agents = {
  one: new Agent({ keepAlive: true, maxSockets: 1 }),
  many: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }),
};

type Ask = { agent: Agent; method: string; url: string; headers: OutgoingHttpHeaders; body?: Buffer; keep?: boolean };

/** One request; its answer is read to the end, and kept unless it is only counted. Throws what is not a 2xx. */
async function ask({ agent, method, url, headers, body, keep = true }: Ask, onPart?: (part: Buffer) => void) {
  const answered = await new Promise<Answered>((resolve, reject) => {
    const length = body && { "content-type": "application/json", "content-length": body.length };
    const outgoing = request(url, { agent, method, headers: { ...headers, ...length } }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on("data", (part: Buffer) => {
        if (keep) parts.push(part);
        onPart?.(part);
      });
      incoming.once("end", () => resolve({ status: incoming.statusCode ?? 0, body: parts }));
      incoming.once("error", reject);
    });
    outgoing.once("error", reject);
    outgoing.end(body);
  });
  if (answered.status >= 200 && answered.status < 300) return answered.body;
  throw new Error(`${method} ${url} answered ${answered.status}: ${Buffer.concat(answered.body).subarray(0, 500)}`);
}

/** Asks once and reads the answer as JSON: for setting up. */
export async function askJson<Answer>(
  method: string,
  url: string,
  headers: OutgoingHttpHeaders,
  body?: unknown,
): Promise<Answer> {
  const text = await askText(method, url, headers, body === undefined ? undefined : JSON.stringify(body));
  return JSON.parse(text) as Answer;
}

/** Asks once with a body that is JSON text already. */
export async function askText(method: string, url: string, headers: OutgoingHttpHeaders, text?: string) {
  const body = text === undefined ? undefined : Buffer.from(text);
  return Buffer.concat(await ask({ agent: agents.one, method, url, headers, body })).toString();
}

/** Sends a file as it is read, and answers the JSON that comes back. */
export async function sendFile<Answer>(
  url: string,
  headers: OutgoingHttpHeaders,
  { stream, bytes }: { stream: Readable; bytes: number },
): Promise<Answer> {
  const outgoing = request(url, {
    agent: agents.one,
    method: "POST",
    headers: { ...headers, "content-type": "application/octet-stream", "content-length": bytes },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once("response", resolve).once("error", reject);
  });
  await pipeline(stream, outgoing);
  const incoming = await answered;
  const text = await readText(incoming);
  if (incoming.statusCode === 201) return JSON.parse(text) as Answer;
  throw new Error(`POST ${url} answered ${incoming.statusCode}: ${text.slice(0, 500)}`);
}

/** Pushes one record on a connection of its own, and answers the status, whatever it is. */
export function statusOf(url: string, headers: OutgoingHttpHeaders, text: string): Promise<number> {
  const body = Buffer.from(`{"data":${text}}`);
  const length = { "content-type": "application/json", "content-length": body.length };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "POST", headers: { ...headers, ...length } }, (incoming) => {
      incoming
        .resume()
        .once("end", () => resolve(incoming.statusCode ?? 0))
        .once("error", reject);
    });
    outgoing.once("error", reject).end(body);
  });
}

/** Sends the records of a push in bulks, one after the other, and sees to it that every record was accepted. */
export async function push(
  { origin, records, headers }: Pick<Addresses, "origin" | "records" | "headers">,
  what: Push,
): Promise<Measured> {
  // The bodies are made before the clock runs.
  const bodies = [...bulksOf(what)].map((texts) => Buffer.from(`{"data":[${texts.join(",")}]}`));
  const milliseconds: number[] = [];
  const began = performance.now();
  for (const body of bodies) {
    const since = performance.now();
    const answer = await ask({ agent: agents.one, method: "POST", url: origin + records, headers, body });
    milliseconds.push(performance.now() - since);
    if (answer.some((part) => part.includes('"error":'))) throw new Error("A record of the bench was refused");
  }
  const seconds = (performance.now() - began) / 1_000;
  return { perSecond: (what.records ?? RECORDS) / seconds, milliseconds };
}

/** Keeps 16 connections busy for some seconds; nth makes the nth request. */
async function busy(seconds: number, nth: (number: number) => Promise<void>): Promise<Measured> {
  const milliseconds: number[] = [];
  let number = 0;
  const began = performance.now();
  const end = began + seconds * 1_000;
  const line = async () => {
    for (let since = performance.now(); since < end;) {
      await nth(number++);
      const now = performance.now();
      milliseconds.push(now - since);
      since = now;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, line));
  return { perSecond: (milliseconds.length / (performance.now() - began)) * 1_000, milliseconds };
}

let version = 1;

/** Upserts single records for some seconds, of which half are known; no two of them are alike. */
export function singles({ origin, records, headers }: Addresses, seconds: number): Promise<Measured> {
  return busy(seconds, async (number) => {
    const text = recordText(mix(number) % (2 * RECORDS), (version += 1));
    await ask({
      agent: agents.many,
      method: "POST",
      url: origin + records,
      headers,
      body: Buffer.from(`{"data":${text}}`),
    });
  });
}

/** Asks for pages for some seconds. Throws when one is not full. */
export async function pages({ origin, page, headers }: Addresses, seconds: number): Promise<Measured> {
  return busy(seconds, async (number) => {
    const answer = await ask({ agent: agents.many, method: "GET", url: origin + page(questionOf(number)), headers });
    if (number % 64 > 0) return;
    const { data } = JSON.parse(Buffer.concat(answer).toString()) as { data: unknown[] };
    if (data.length !== PAGE_SIZE) throw new Error(`A page has ${data.length} records, ${PAGE_SIZE} expected`);
  });
}

/** Reads the whole export. Throws when lines are missing. */
export async function readAll({ origin, readAll, headers }: Addresses, records: number): Promise<Measured> {
  let lines = 0;
  const count = (part: Buffer) => {
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) lines += 1;
  };
  const began = performance.now();
  await ask({ agent: agents.one, method: "GET", url: origin + readAll, headers, keep: false }, count);
  const perSecond = (records / (performance.now() - began)) * 1_000;
  if (lines !== records) throw new Error(`The export has ${lines} lines, ${records} expected`);
  return { perSecond };
}

/** Lets go of the connections that were kept. */
export function closeAgents(): void {
  for (const agent of Object.values(agents)) agent.destroy();
}
