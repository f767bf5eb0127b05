import { decodeText } from "./json-decode";
import { JsonTextError, placeInText, type JsonTextKind } from "./json-error";
import { scanValue, skipBlanks, startScan, type Scan } from "./json-scan";
import { proveDocument, walkJson } from "./json-walk";

// Far above the 64 levels a record may have, far below what would cost memory or stack.
const PARSED_LEVELS_MAX = 256;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** One value of a body: the caller's own text beside what it parses to. */
export interface RawItem {
  /** The caller's own characters, blanks around it removed. */
  text: string;
  /** What JSON.parse makes of it; undefined when it is nested deeper than 256 levels, where nothing accepts it. */
  value: unknown;
  /** Levels of nesting: 0 for a scalar, 1 for `{}`. */
  depth: number;
  /** No exponent and no minus zero: its numbers read back as they were sent. */
  plain: boolean;
  /** UTF-8 bytes of the text that PostgreSQL's jsonb will answer for it. */
  storedBytes: number;
}

/** A well-formed body: its whole text, the greatest depth anywhere in it, and its values. */
export interface JsonItems {
  text: string;
  depth: number;
  single: boolean;
  items: RawItem[];
  /** Names of the members beside "data". */
  beside: string[];
}

/** Splits `{"data": {…}}` or `{"data": […]}` into its records; other members must be well-formed and are ignored. */
export function splitEnvelope(input: Uint8Array | string): JsonItems {
  const body = open(input);
  let single = false;
  let items: RawItem[] | undefined;
  const beside: string[] = [];
  const whole = eachMember(body, (key) => {
    const first = key === "data" ? body.bytes[body.at] : undefined;
    if (key !== "data") beside.push(key);
    if (first === 91) items = takeArray(body);
    else {
      const item = takeItem(body);
      if (first === 123) {
        single = true;
        items = [item];
      }
    }
  });
  settle(body, whole);
  if (items === undefined)
    throw refusal(body, "shape", 'The body needs a member "data"', 'Send {"data": {…}} or {"data": [{…}, …]}.');
  return { text: body.text, depth: body.deepest, single, items, beside };
}

/** Splits newline-delimited JSON into one item a line; blank lines are passed over. */
export function splitLines(input: Uint8Array | string): JsonItems {
  const body = open(input);
  const items: RawItem[] = [];
  while (body.at < body.bytes.length) {
    const newline = body.bytes.indexOf(10, body.at);
    const lineEnd = newline === -1 ? body.bytes.length : newline;
    skipBlanks(body);
    if (body.at >= lineEnd) continue;
    const from = body.at - body.shift;
    const item = takeItem(body);
    const fits = body.at <= lineEnd && (skipBlanks(body) === -1 || body.at > lineEnd);
    if (!fits || body.doubtful || body.suspect) proveLine(body.text, from);
    body.doubtful = false;
    items.push(item);
  }
  return { text: body.text, depth: body.deepest, single: false, items, beside: [] };
}

/** The members of a top-level object, each with its own text; anything but an object is a shape error. */
export function splitMembers(input: Uint8Array | string): { text: string; members: Map<string, RawItem> } {
  const body = open(input);
  const members = new Map<string, RawItem>();
  const whole = eachMember(body, (key) => members.set(key, takeItem(body)));
  settle(body, whole);
  refuseDeep(body);
  return { text: body.text, members };
}

/** Any single JSON document, held to the same rules; nested deeper than 256 levels it is refused. */
export function readValue(input: Uint8Array | string): RawItem {
  const body = open(input);
  skipBlanks(body);
  const item = takeItem(body);
  if (skipBlanks(body) !== -1) body.doubtful = true;
  settle(body, true);
  refuseDeep(body);
  return item;
}

interface Body extends Scan {
  readonly text: string;
  deepest: number;
  /** Only the walk can tell: the text is broken, holds a key twice, or is too deep for JSON.parse. */
  doubtful: boolean;
  /** JSON.parse has refused a part, so parsing the others is idle. */
  broken: boolean;
}

function open(input: Uint8Array | string): Body {
  if (typeof input !== "string")
    return { ...startScan(input), text: decodeText(input), deepest: 0, doubtful: false, broken: false };
  if (LONE_SURROGATE.test(input)) {
    const place = placeInText(input, input.search(LONE_SURROGATE), "");
    throw new JsonTextError("surrogate", "Half of a surrogate pair", "Send the whole character.", place);
  }
  const bytes = new TextEncoder().encode(input);
  return { ...startScan(bytes), text: input, deepest: 0, doubtful: false, broken: false };
}

/** Scans, slices and parses the value at hand. */
function takeItem(body: Body): RawItem {
  const from = body.at - body.shift;
  scanValue(body);
  const text = body.text.slice(from, body.at - body.shift);
  const item: RawItem = { text, value: undefined, depth: body.depth, plain: body.plain, storedBytes: body.storedBytes };
  if (body.depth > body.deepest) body.deepest = body.depth;
  if (body.depth > PARSED_LEVELS_MAX) body.doubtful = true;
  else if (!body.broken) {
    try {
      item.value = JSON.parse(text);
      if (body.colons !== ownKeys(item.value, body.objects > 1)) body.doubtful = true;
    } catch {
      body.doubtful = body.broken = true;
    }
  }
  return item;
}

function takeArray(body: Body): RawItem[] {
  const items: RawItem[] = [];
  body.at++;
  if (skipBlanks(body) === 93) {
    body.at++;
    return items;
  }
  for (;;) {
    items.push(takeItem(body));
    const next = skipBlanks(body);
    if (next !== 44 && next !== 93) {
      body.doubtful = true;
      body.at = body.bytes.length;
      return items;
    }
    body.at++;
    if (next === 93) return items;
    skipBlanks(body);
  }
}

/** Calls `take` at each member's value; false when the text is not one whole object. */
function eachMember(body: Body, take: (key: string) => void): boolean {
  if (skipBlanks(body) !== 123) return false;
  body.at++;
  const seen = new Set<unknown>();
  let next = skipBlanks(body);
  if (next === 125) body.at++;
  while (next !== 125) {
    if (next !== 34) return false;
    const key = takeItem(body).value;
    if (typeof key !== "string" || seen.has(key)) return false;
    seen.add(key);
    if (skipBlanks(body) !== 58) return false;
    body.at++;
    skipBlanks(body);
    take(key);
    next = skipBlanks(body);
    if (next !== 44 && next !== 125) return false;
    body.at++;
    if (next === 44) next = skipBlanks(body);
  }
  body.deepest++;
  return skipBlanks(body) === -1;
}

/** Lets the slow walk judge whatever the fast pass could not vouch for. */
function settle(body: Body, whole: boolean): void {
  if (whole && !body.doubtful && !body.suspect) return;
  proveDocument(body.text);
  if (!whole) throw refusal(body, "shape", "The body is not a JSON object", "Send an object.");
}

function refuseDeep(body: Body): void {
  if (body.deepest <= PARSED_LEVELS_MAX) return;
  throw refusal(body, "depth", `The JSON is nested deeper than ${PARSED_LEVELS_MAX} levels`, "Send a flatter one.");
}

function refusal(body: Body, kind: JsonTextKind, what: string, mend: string): JsonTextError {
  return new JsonTextError(kind, what, mend, placeInText(body.text, 0, ""));
}

function proveLine(text: string, from: number): void {
  const newline = text.indexOf("\n", from);
  const line = newline === -1 ? text : text.slice(0, newline);
  const end = walkJson(line, from);
  const rest = line.slice(end).search(/[^ \t\r]/);
  if (rest === -1) return;
  throw new JsonTextError(
    "syntax",
    "A second value on one line",
    "Put each record on its own line.",
    placeInText(text, end + rest, ""),
  );
}

/** Counts the keys of every object in a parsed value; fewer than its text has colons means a key stood twice. */
function ownKeys(value: unknown, nested: boolean): number {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const element of value) if (typeof element === "object") count += ownKeys(element, true);
    return count;
  }
  const object = value as { [key: string]: unknown };
  // for-in is five times as fast as Object.keys here; a parsed object inherits nothing enumerable.
  for (const key in object) {
    count++;
    if (nested && typeof object[key] === "object") count += ownKeys(object[key], true);
  }
  return count;
}
