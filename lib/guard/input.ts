import { z } from "zod";
import { Refusal } from "@/lib/contract/errors";
import { faceOf, type Operation } from "@/lib/contract/operations";
import { idParam, sessionName } from "@/lib/contract/shapes";
import { kid } from "@/lib/contract/shapes/signing";
import { env } from "@/lib/db/env";
import { isJsonTextError } from "@/lib/schema/json-error";
import { splitEnvelope, splitLines, splitMembers } from "@/lib/schema/json-text";
import { wrongRecordId } from "@/lib/schema/record-id";
import { isNdjson } from "./body";
import type { Input, Read } from "./call";

const NOTHING_READ: Read = { single: false, rows: [], members: new Map(), bytes: new Uint8Array() };

/** Path values by their kind: numbers, and the record's own id. Throws invalid, invalidId. */
export function readParams(raw: Record<string, string>): Input["params"] {
  return Object.fromEntries(Object.entries(raw).map(([name, text]) => [name, readParam(name, text)]));
}

function readParam(name: string, text: string): string | number {
  if (name === "recordId") {
    const wrong = wrongRecordId(text);
    if (wrong) throw new Refusal("invalidId", { message: `The record's id in the address cannot be one: ${wrong}` });
    return text;
  }
  if (name === "fileName") {
    if (/^[\w.-]{1,200}$/.test(text)) return text;
    throw new Refusal("invalid", { message: "fileName in the address must be a name that the evidence lists" });
  }
  // What cannot be a link leads nowhere, like one that never was; the verb says so.
  if (name === "token") return text;
  if (name === "signInId") {
    if (z.uuid().safeParse(text).success) return text;
    throw new Refusal("invalid", { message: "signInId in the address must be the id of a sign-in" });
  }
  if (name === "kid") {
    if (kid.safeParse(text).success) return text;
    throw new Refusal("invalid", { message: "kid in the address must be that of a signing key: 64 of 0-9 a-f" });
  }
  if (name === "sessionId") {
    if (sessionName.safeParse(text).success || idParam.safeParse(text).success) return text;
    throw new Refusal("invalid", { message: "sessionId in the address has 3 to 64 of A-Z a-z 0-9 _ -" });
  }
  const id = idParam.safeParse(text);
  if (!id.success) throw new Refusal("invalid", { message: `${name} in the address must be a positive whole number` });
  return id.data;
}

// Made once per row: zod compiles a shape at its first use, which costs more than a whole request.
const queryShapes = new Map<Operation, z.ZodObject>();

function queryShapeOf(operation: Operation): z.ZodObject {
  let shape = queryShapes.get(operation);
  if (!shape) {
    const loose = z.object(operation.query ?? {});
    shape = faceOf(operation.path) === "api" ? loose.strict() : loose;
    queryShapes.set(operation, shape);
  }
  return shape;
}

/**
 * The query by the row's shape: unknown parameters pass on the vendor's faces and are refused on ours. aside: names that
 * were read before. Throws invalid.
 */
export function readQuery(operation: Operation, target: string, aside: readonly string[]): Input["query"] {
  const start = target.indexOf("?");
  const given = new Map<string, string>();
  for (const [name, value] of start < 0 ? [] : new URLSearchParams(target.slice(start).split("#")[0])) {
    if (aside.includes(name)) continue;
    const before = name.endsWith("[]") ? given.get(name) : undefined;
    given.set(name, before === undefined ? value : `${before},${value}`);
  }
  const parsed = queryShapeOf(operation).safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  throw shapeRefusal(parsed.error, "query parameter ");
}

/** A body's bytes by what the row asks for. Throws malformed, invalid, tooManyRecords. */
export function readInput(operation: Operation, headers: Headers, bytes: Uint8Array): Pick<Input, "body" | "read"> {
  // A file's bytes go to the verb as they come.
  if (operation.body === undefined || operation.body === "file") return { body: undefined, read: NOTHING_READ };
  if (bytes.length === 0 && operation.bodyOptional) return readInput(operation, headers, Buffer.from("{}"));
  if (bytes.length === 0) throw new Refusal("malformed", { message: "The body is empty; send a JSON object" });
  try {
    const strict = faceOf(operation.path) === "api";
    if (operation.body === "records") return { body: undefined, read: readRecords(headers, bytes, strict) };
    if (isNdjson(headers))
      throw new Refusal("unsupportedMedia", { message: "Send one JSON object as application/json" });
    const { members, text } = splitMembers(bytes);
    if (strict && operation.body === "record") refuseBeside([...members.keys()].filter((name) => name !== "data"));
    const read = { ...NOTHING_READ, members, bytes };
    if (operation.body === "record")
      return { body: undefined, read: { ...read, rows: [recordOf(members)], single: true } };
    const parsed = operation.body.safeParse(JSON.parse(text));
    if (!parsed.success) throw shapeRefusal(parsed.error, "");
    return { body: parsed.data, read };
  } catch (error) {
    if (!isJsonTextError(error)) throw error;
    const { pointer, message } = error;
    throw new Refusal("malformed", { message, errors: [{ pointer, keyword: error.kind, message }] });
  }
}

/** Our own face knows no member beside "data"; the vendor's ignore them. */
function refuseBeside([name]: readonly string[]): void {
  if (name !== undefined)
    throw new Refusal("invalid", { message: `${name.slice(0, 80)}: is not known here; send {"data": …}` });
}

function readRecords(headers: Headers, bytes: Uint8Array, strict: boolean): Read {
  const { single, items, beside } = isNdjson(headers) ? splitLines(bytes) : splitEnvelope(bytes);
  if (strict) refuseBeside(beside);
  const most = env().ATTESTRY_RECORDS_PER_REQUEST_MAX;
  if (items.length > most) {
    throw new Refusal("tooManyRecords", {
      message:
        `A request may carry ${most} records; this one has ${items.length}. Split it, or upload it as a file with the ` +
        "import operation POST /api/connections/{connectionId}/resources/{resourceId}/imports",
    });
  }
  return { ...NOTHING_READ, single, rows: items, bytes };
}

function recordOf(members: Read["members"]) {
  const data = members.get("data");
  if (data && typeof data.value === "object" && data.value !== null && !Array.isArray(data.value)) return data;
  throw new Refusal("invalid", { message: 'The body needs a member "data" that is an object: send {"data": {…}}' });
}

function shapeRefusal(error: z.ZodError, what: string): Refusal {
  const errors = error.issues.flatMap((issue) => {
    const names = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
    return names.map((name) => {
      const path = name === undefined ? issue.path : [...issue.path, name];
      const message = name === undefined ? issue.message : "is not known here";
      return { pointer: path.map((step) => `/${String(step)}`).join(""), keyword: issue.code, message };
    });
  });
  const said = errors.slice(0, 5).map(({ pointer, message }) => `${what}${pointer.slice(1) || "body"}: ${message}`);
  return new Refusal("invalid", { message: said.join("; "), errors });
}

/** If-Match as a test of a tag: any of the strong ones listed, or * for whatever is there. Throws invalid. */
export function readIfMatch(header: string | null): Input["ifMatch"] {
  if (header === null) return undefined;
  const tags = header.split(",").map((tag) => tag.trim());
  if (!tags.every((tag) => /^(\*|(W\/)?"[^"]*")$/.test(tag))) {
    throw new Refusal("invalid", { message: 'If-Match takes an ETag in quotes, as it was sent: If-Match: "17"' });
  }
  return (tag) => tags.includes("*") || tags.includes(`"${tag}"`);
}

/** Whether the caller's Prefer header names a preference. */
export const prefers = (headers: Headers, preference: string): boolean =>
  (headers.get("prefer") ?? "")
    .toLowerCase()
    .split(/[,;\s]+/)
    .includes(preference);

const REASON_CHARACTERS_MAX = 500;

/** Why a change is made, from x-change-reason: percent-encoded UTF-8, since headers carry no other. Throws invalid. */
export function readReason(header: string | null): string | undefined {
  const refuse = (why: string) => new Refusal("invalid", { message: `x-change-reason ${why}` });
  let reason: string;
  try {
    reason = decodeURIComponent(header ?? "").trim();
  } catch {
    throw refuse("holds a percent sign that encodes nothing; send the reason percent-encoded as UTF-8");
  }
  if ([...reason].length > REASON_CHARACTERS_MAX) throw refuse(`has at most ${REASON_CHARACTERS_MAX} characters`);
  if (reason.includes("\0")) throw refuse("holds a character that cannot be stored");
  return reason || undefined;
}

const SESSION_HEADERS = ["x-session-id", "x-session-complete", "x-session-abort"] as const;

/**
 * The vendor's session headers: absent, empty and "false" are off, as some clients always send all three. Undefined:
 * the records are not meant for a session. Throws invalid.
 */
export function readSession(headers: Headers): Input["session"] {
  const [id = "", complete = "", abort = ""] = SESSION_HEADERS.map((name) => headers.get(name)?.trim() ?? "");
  const [completes, aborts] = [readFlag("x-session-complete", complete), readFlag("x-session-abort", abort)];
  const named = id !== "" && !/^false$/i.test(id);
  if (completes && aborts)
    throw new Refusal("invalid", { message: "x-session-complete and x-session-abort exclude each other" });
  if ((completes || aborts) && !named) throw new Refusal("invalid", { message: "A session flag needs x-session-id" });
  if (!named) return undefined;
  if (!sessionName.safeParse(id).success) {
    throw new Refusal("invalid", { message: "x-session-id has 3 to 64 of A-Z a-z 0-9 _ -" });
  }
  return { id, then: completes ? "complete" : aborts ? "cancel" : undefined };
}

function readFlag(name: string, text: string): boolean {
  if (/^(true|false|)$/i.test(text)) return /^true$/i.test(text);
  throw new Refusal("invalid", { message: `${name} is true or false` });
}
