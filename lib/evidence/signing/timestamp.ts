import { randomBytes } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import { env } from "@/lib/db/env";
import { der, derAt, derInteger, derValues, derWithin, tags } from "./der";

const DEADLINE_MS = 10_000;
const RESPONSE_BYTES_MAX = 256 * 1024;
const NONCE_BYTES = 8;
const SHA_256 = Buffer.from("608648016503040201", "hex");
const SIGNED_DATA = Buffer.from("2a864886f70d010702", "hex");
const TST_INFO = Buffer.from("2a864886f70d0109100104", "hex");
const GRANTED = [0, 1];

/** What came of asking: the response (RFC 3161, DER), or why there is none; null: nobody was to be asked. */
export type Timestamp = { response: Buffer; missing: null } | { response: null; missing: string | null };

/**
 * Asks the time stamping authority of the settings to confirm that a hash was known now. The answer is for this hash and
 * this question; who signed it is for whoever checks the evidence, with the authority's certificate. Without an answer
 * it says why; throws conflict instead when the settings demand one.
 */
export async function timestampOf(sha256: Buffer): Promise<Timestamp> {
  const url = env().ATTESTRY_TSA_URL;
  if (!url) return { response: null, missing: null };
  try {
    return { response: await askAuthority(url, sha256, DEADLINE_MS), missing: null };
  } catch (error) {
    const why = whyNot(error, url);
    const missing = `The time stamping authority gave no timestamp: ${why}`;
    if (!env().ATTESTRY_TSA_REQUIRED) return { response: null, missing };
    throw new Refusal("conflict", { message: `${missing}. The settings demand one; try again later`, cause: why });
  }
}

/** What the one who looks after the installation can act on: fetch itself says only that it failed. */
export function whyNot(error: unknown, url: string): string {
  const { host, hostname } = new URL(url);
  const { cause } = error as { cause?: unknown };
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = String((inner as { code?: unknown } | undefined)?.code ?? "");
  if (error instanceof Error && error.name === "TimeoutError")
    return `${host} did not answer within ${DEADLINE_MS / 1_000} s`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `no address is known for the host ${hostname} (${code})`;
  if (code === "ECONNREFUSED") return `nothing listens at ${host} (${code})`;
  if (/TIMEOUT|UNREACH/.test(code)) return `${host} cannot be reached from here (${code})`;
  if (/CERT|ALTNAME|SIGNATURE/.test(code)) return `the certificate of ${host} is not trusted here (${code})`;
  const words = error instanceof Error ? error.message : String(error);
  if (inner === undefined) return words;
  return `the connection to ${host} failed (${code || (inner instanceof Error ? inner.message : String(inner))})`;
}

/** The authority's response for a hash. Throws when it is late, refuses, or answers another question. */
export async function askAuthority(url: string, sha256: Buffer, deadlineMs: number): Promise<Buffer> {
  const nonce = derInteger(randomBytes(NONCE_BYTES));
  const answered = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
    body: new Uint8Array(timestampRequest(sha256, nonce)),
    signal: AbortSignal.timeout(deadlineMs),
  });
  if (!answered.ok) throw new Error(`it answered ${answered.status}`);
  const response = await bounded(answered);
  checkResponse(response, sha256, nonce);
  return response;
}

/** A question for a timestamp (RFC 3161 §2.4.1) that asks for the authority's certificate, too. */
export function timestampRequest(sha256: Buffer, nonce: Buffer): Buffer {
  const algorithm = der(tags.sequence, der(tags.oid, SHA_256), der(5));
  const imprint = der(tags.sequence, algorithm, der(tags.octets, sha256));
  return der(tags.sequence, derInteger(Buffer.of(1)), imprint, nonce, der(tags.boolean, Buffer.of(255)));
}

/** Throws when a response (§2.4.2) grants nothing, or is about another hash or another question. */
export function checkResponse(response: Buffer, sha256: Buffer, nonce: Buffer): void {
  const parts = derWithin(derValues(response), 0, tags.sequence);
  const status = derAt(derWithin(parts, 0, tags.sequence), 0, tags.integer).readInt8();
  if (!GRANTED.includes(status)) throw new Error(`it refused, with the status ${status}`);
  const token = derWithin(parts, 1, tags.sequence);
  if (!derAt(token, 0, tags.oid).equals(SIGNED_DATA)) throw new Error("its answer is not signed");
  const signed = derWithin(derWithin(token, 1, tags.explicit0), 0, tags.sequence);
  const content = derWithin(signed, 2, tags.sequence);
  if (!derAt(content, 0, tags.oid).equals(TST_INFO)) throw new Error("its answer is no timestamp");
  const octets = derAt(derWithin(content, 1, tags.explicit0), 0, tags.octets);
  const info = derWithin(derValues(octets), 0, tags.sequence);
  const imprint = derWithin(info, 2, tags.sequence);
  const algorithm = derAt(derWithin(imprint, 0, tags.sequence), 0, tags.oid);
  if (!algorithm.equals(SHA_256) || !derAt(imprint, 1, tags.octets).equals(sha256))
    throw new Error("its timestamp is for another hash");
  const [asked] = derValues(nonce);
  // After policy, imprint, serial number and time, the nonce is the only integer there can be.
  const given = info.slice(5).find(({ tag }) => tag === tags.integer);
  if (!asked || !given?.content.equals(asked.content)) throw new Error("its timestamp answers another question");
}

async function bounded(answered: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answered.body ?? []) {
    bytes += part.length;
    if (bytes > RESPONSE_BYTES_MAX) throw new Error(`its answer is larger than ${RESPONSE_BYTES_MAX} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
