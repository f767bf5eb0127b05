/**
 * The canonical form of a record from PostgreSQL's jsonb text: keys in RFC 8785's order (UTF-16 code units), no
 * blanks, strings as they stand (jsonb escapes exactly what RFC 8785 escapes), numbers as the stored decimal text.
 * Throws a SyntaxError on what is no jsonb text.
 */
export function canonicalRecord(jsonbText: string): string {
  const text = Buffer.from(jsonbText);
  const canonical = Buffer.allocUnsafe(text.length);
  const writer = new CanonicalWriter(text, canonical);
  writer.value();
  if (writer.at !== text.length) throw new SyntaxError(`Not one jsonb value: stopped at ${writer.at}`);
  return canonical.toString("utf8", 0, writer.end);
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** What jsonb prints after a comma and a colon, together with it. */
const SEPARATOR = 2;
/** A member as four places in the text: its key's quotes, and where its value begins and ends. */
const MEMBER = 4;
const FEW_MEMBERS = 100;

let places = new Int32Array(MEMBER * 1024);

/**
 * Reads jsonb's text from `at` and writes the canonical form from `end`, a value at a time. It is never longer than the
 * text, so an `out` as long as the text always has room. Bytes: texts that are cut and joined cost three times as much.
 */
export class CanonicalWriter {
  at = 0;
  end = 0;
  readonly #text: Uint8Array;
  readonly #out: Uint8Array;
  #top = 0;

  constructor(text: Uint8Array, out: Uint8Array) {
    this.#text = text;
    this.#out = out;
  }

  /** Writes the value that begins at `at`. Throws a SyntaxError on what is no jsonb text. */
  value(): void {
    // Recursion is bounded: the contract lets no record be deeper than 64 levels.
    const code = this.#text[this.at];
    if (code === OPEN_OBJECT) this.#object();
    else if (code === OPEN_ARRAY) this.#array();
    else this.#copy(this.at, (this.at = this.#endOf(this.at)));
  }

  /** Writes what stands between values, or in the place of one. Makes no room for it. */
  put(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 1) this.#byte(bytes[at]!);
  }

  #object(): void {
    const first = this.#top;
    const close = this.#findMembers(first);
    const count = (this.#top - first) / MEMBER;
    const order = orderOf(this.#text, first, count);
    this.#byte(OPEN_OBJECT);
    for (let at = 0; at < count; at += 1) {
      if (at > 0) this.#byte(COMMA);
      const member = first + order[at]! * MEMBER;
      this.#copy(places[member]!, places[member + 1]!);
      this.#byte(COLON);
      this.at = places[member + 2]!;
      this.value();
    }
    this.#byte(CLOSE_OBJECT);
    this.#top = first;
    this.at = close + 1;
  }

  /** Notes the places of an object's members on top of those of the objects around it; answers where it is closed. */
  #findMembers(first: number): number {
    const text = this.#text;
    let at = this.at + 1;
    let top = first;
    for (; text[at] !== CLOSE_OBJECT; top += MEMBER) {
      if (top > first) at += SEPARATOR;
      if (top + MEMBER > places.length) grow();
      places[top] = at;
      if (text[at] !== QUOTE) throw new SyntaxError(`Not jsonb text: a key was to begin at ${at}`);
      at = this.#endOf(at);
      places[top + 1] = at;
      at += SEPARATOR;
      places[top + 2] = at;
      at = this.#endOf(at);
      places[top + 3] = at;
    }
    this.#top = top;
    return at;
  }

  #array(): void {
    this.#byte(OPEN_ARRAY);
    this.at += 1;
    for (let items = 0; this.#text[this.at] !== CLOSE_ARRAY; items += 1) {
      if (items > 0) {
        this.at += SEPARATOR;
        this.#byte(COMMA);
      }
      this.value();
    }
    this.#byte(CLOSE_ARRAY);
    this.at += 1;
  }

  // By a loop: handing twenty bytes to the built-in copy costs more than copying them.
  #copy(from: number, to: number): void {
    const text = this.#text;
    const out = this.#out;
    let end = this.end;
    for (let at = from; at < to; at += 1) out[end++] = text[at]!;
    this.end = end;
  }

  #byte(code: number): void {
    this.#out[this.end++] = code;
  }

  /** Where the value ends that begins here. */
  #endOf(from: number): number {
    const code = this.#text[from];
    if (code === QUOTE) return stringEnd(this.#text, from);
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) return nestedEnd(this.#text, from);
    return scalarEnd(this.#text, from);
  }
}

function grow(): void {
  const larger = new Int32Array(2 * places.length);
  larger.set(places);
  places = larger;
}

/** The order that the keys of the last object of so many members came to: most often, that of the next one. */
const lastOrders: number[][] = [];

/** In which order the members go that were noted from `first` on: their numbers. */
function orderOf(text: Uint8Array, first: number, count: number): number[] {
  const last = lastOrders[count];
  if (last && isOrder(text, first, last)) return last;
  const order = Array.from({ length: count }, (_, at) => at);
  order.sort((left, right) => compareKeys(text, first + left * MEMBER, first + right * MEMBER));
  if (count <= FEW_MEMBERS) lastOrders[count] = order;
  return order;
}

function isOrder(text: Uint8Array, first: number, order: readonly number[]): boolean {
  for (let at = 1; at < order.length; at += 1)
    if (compareKeys(text, first + order[at - 1]! * MEMBER, first + order[at]! * MEMBER) > 0) return false;
  return true;
}

const BEYOND_PAIRS = 0xee;
const LEADS_PAIR = 0xf0;

/** UTF-16's order told from UTF-8's bytes: they agree but where a surrogate pair meets what stands beyond the pairs. */
function compareKeys(text: Uint8Array, leftMember: number, rightMember: number): number {
  const left = places[leftMember]!;
  const right = places[rightMember]!;
  const leftEnd = places[leftMember + 1]!;
  const rightEnd = places[rightMember + 1]!;
  const bytes = Math.min(leftEnd - left, rightEnd - right) - 1;
  for (let at = 1; at < bytes; at += 1) {
    const one = text[left + at]!;
    const other = text[right + at]!;
    // An escape stands for another character, and which it is decides.
    if (one === BACKSLASH || other === BACKSLASH)
      return stringAt(text, left, leftEnd) < stringAt(text, right, rightEnd) ? -1 : 1;
    if (one === other) continue;
    const paired = one >= LEADS_PAIR;
    if (one >= BEYOND_PAIRS && other >= BEYOND_PAIRS && paired !== other >= LEADS_PAIR) return paired ? -1 : 1;
    return one - other;
  }
  return leftEnd - left - (rightEnd - right);
}

const stringAt = (text: Uint8Array, from: number, to: number) =>
  JSON.parse(Buffer.from(text.subarray(from, to)).toString()) as string;

function stringEnd(text: Uint8Array, from: number): number {
  for (let at = from + 1; ; at += 1) {
    const code = text[at];
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at += 1;
    if (code === undefined) throw new SyntaxError("Not jsonb text: a string never ends");
  }
}

function nestedEnd(text: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; ;) {
    const code = text[at];
    if (code === QUOTE) {
      at = stringEnd(text, at);
      continue;
    }
    at += 1;
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth -= 1;
    else if (code === undefined) throw new SyntaxError("Not jsonb text: an object or a list never ends");
    if (depth === 0) return at;
  }
}

function scalarEnd(text: Uint8Array, from: number): number {
  let at = from;
  for (let code = text[at]; !endsScalar(code); code = text[at]) at += 1;
  if (at === from) throw new SyntaxError("Not jsonb text: a value is missing");
  return at;
}

const endsScalar = (code: number | undefined) =>
  code === undefined || code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY;
