import { randomUUID } from "node:crypto";
import { errors, Refusal, type ErrorKind, type Problem } from "@/lib/contract/errors";
import type { Resource } from "@/lib/connections/resource";
import { env } from "@/lib/db/env";
import { schemaFailureMessage } from "@/lib/schema/compile";
import type { RawItem } from "@/lib/schema/json-text";
import { identityOf } from "./identity";

const SLICE_MS = 20;

/**
 * A row that may be stored: its id, its text as it will be stored, whether that text is what PostgreSQL will print.
 * problems: what the schema has against it, where the resource stores such rows and marks them.
 */
export type Accepted = { position: number; id: string; text: string; plain: boolean; problems?: readonly Problem[] };

/** A row that may not be stored, and why. */
export type Rejected = {
  position: number;
  id: string | null;
  text: string;
  kind: ErrorKind;
  message: string;
  errors?: readonly Problem[];
};

export type Verdict = { accepted: Accepted } | { rejected: Rejected };

/** Judges rows by a resource's identity, limits and schema, giving other requests their turn in between. */
export async function judgeRows(resource: Resource, rows: readonly RawItem[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  let began = performance.now();
  for (const [position, row] of rows.entries()) {
    verdicts.push(judgeRow(resource, row, position));
    if (position % 64 === 63 && performance.now() - began > SLICE_MS) {
      await new Promise(setImmediate);
      began = performance.now();
    }
  }
  return verdicts;
}

/** Judges one row. */
export function judgeRow(resource: Resource, row: RawItem, position: number): Verdict {
  const { ATTESTRY_RECORD_DEPTH_MAX: depthMax, ATTESTRY_RECORD_BYTES_MAX: bytesMax } = env();
  const reject = (kind: ErrorKind, id: string | null, message: string, problems?: readonly Problem[]) => ({
    rejected: { position, id, text: row.text, kind, message, errors: problems },
  });
  if (row.depth > depthMax) {
    return reject("recordTooDeep", null, `The record is nested ${row.depth} levels deep; ${depthMax} are allowed`);
  }
  if (typeof row.value !== "object" || row.value === null || Array.isArray(row.value)) {
    return reject("notAnObject", null, `${errors.notAnObject.message}; this is ${nameOf(row.value)}`);
  }
  const key = resource.identifier_key;
  const identity = identityOf(row, key);
  if ("wrong" in identity)
    return reject("invalidId", null, `"${key}" cannot be the record's identifier: ${identity.wrong}`);
  const named = "id" in identity ? { id: identity.id, item: row } : withMadeId(row, key);
  if (named.item.storedBytes > bytesMax) {
    const bytes = named.item.storedBytes.toLocaleString("en");
    return reject(
      "recordTooLarge",
      named.id,
      `The record has ${bytes} bytes; ${bytesMax.toLocaleString("en")} are allowed`,
    );
  }
  const verdict = resource.schema.judge(named.item.value);
  const accepted = { position, id: named.id, text: named.item.text, plain: row.plain };
  if (!verdict.ok && resource.failing_policy === "mark") return { accepted: { ...accepted, problems: verdict.errors } };
  if (!verdict.ok) {
    return reject(
      "recordFailsSchema",
      "id" in identity ? named.id : null,
      schemaFailureMessage(verdict.errors),
      verdict.errors,
    );
  }
  return { accepted };
}

function withMadeId(row: RawItem, key: string): { id: string; item: RawItem } {
  const id = randomUUID();
  const member = `${JSON.stringify(key)}:"${id}"`;
  const rest = row.text.slice(1);
  const empty = /^\s*\}$/.test(rest);
  const item = {
    ...row,
    text: `{${member}${empty ? "" : ","}${rest}`,
    value: { ...(row.value as object), [key]: id },
    storedBytes: row.storedBytes + Buffer.byteLength(member) + 3,
  };
  return { id, item };
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

/** A rejected row as a refusal of the whole request. tell: the problems as whoever reads it may know them. */
export function refusalOf(
  { kind, message, errors: problems }: Rejected,
  tell: (problems: readonly Problem[]) => readonly Problem[] = (all) => all,
): Refusal {
  if (!problems) return new Refusal(kind, { message });
  const told = tell(problems);
  return new Refusal(kind, { message: told === problems ? message : schemaFailureMessage(told), errors: told });
}
