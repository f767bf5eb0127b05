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
/** A member as three places where it was written: where its key begins, where its key ends, and where its value does. */
const MEMBER = 3;
const FEW_MEMBERS = 100;

let places = new Int32Array(MEMBER * 1024);
let spare = Buffer.alloc(0);

/**
 * Reads jsonb's text from `at` and writes the canonical form from `end`, a value at a time. It is never longer than the
 * text, so an `out` as long as the text always has room. Bytes: texts that are cut and joined cost three times as much.
 */
export class CanonicalWriter {
  at = 0;
  end = 0;
  readonly #text: Buffer;
  readonly #out: Buffer;
  readonly #beside: Buffer;
  #top = 0;

  constructor(text: Buffer, out: Buffer) {
    this.#text = text;
    this.#out = out;
    if (spare.length < out.length) spare = Buffer.allocUnsafe(out.length);
    this.#beside = spare;
  }

  /** Writes the value that begins at `at`. Throws a SyntaxError on what is no jsonb text. */
  value(): void {
    this.end = this.#value(this.#out, this.end, this.#beside);
  }

  /** Writes what stands between values, or in the place of one. Makes no room for it. */
  put(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += 1) this.#out[this.end++] = bytes[at]!;
  }

  /** Writes a value to `out` from `end` on, and answers where it ends; `beside` is free from there on, too. */
  #value(out: Buffer, end: number, beside: Buffer): number {
    // Recursion is bounded: the contract lets no record be deeper than 64 levels.
    const code = this.#text[this.at];
    if (code === OPEN_OBJECT) return this.#object(out, end, beside);
    if (code === OPEN_ARRAY) return this.#array(out, end, beside);
    return code === QUOTE ? this.#string(out, end) : this.#scalar(out, end);
  }

  /** Its members are written beside as they come, and from there in their order: each byte is read once from the text. */
  #object(out: Buffer, end: number, beside: Buffer): number {
    const text = this.#text;
    const first = this.#top;
    let member = first;
    let last = end;
    this.at += 1;
    for (; text[this.at] !== CLOSE_OBJECT; member += MEMBER) {
      if (member > first) this.at += SEPARATOR;
      if (text[this.at] !== QUOTE) throw new SyntaxError(`Not jsonb text: a key was to begin at ${this.at}`);
      if (member + MEMBER > places.length) grow();
      this.#top = member + MEMBER;
      places[member] = last;
      last = this.#string(beside, last);
      places[member + 1] = last;
      this.at += SEPARATOR;
      beside[last++] = COLON;
      last = this.#value(beside, last, out);
      places[member + 2] = last;
    }
    this.at += 1;
    this.#top = first;
    return writeInOrder({ first, count: (member - first) / MEMBER }, beside, out, end);
  }

  #array(out: Buffer, end: number, beside: Buffer): number {
    let last = end;
    out[last++] = OPEN_ARRAY;
    this.at += 1;
    for (let items = 0; this.#text[this.at] !== CLOSE_ARRAY; items += 1) {
      if (items > 0) {
        this.at += SEPARATOR;
        out[last++] = COMMA;
      }
      last = this.#value(out, last, beside);
    }
    this.at += 1;
    out[last++] = CLOSE_ARRAY;
    return last;
  }

  // Byte by byte: handing twenty of them to the built-in copy costs more than copying them.
  #string(out: Buffer, end: number): number {
    const text = this.#text;
    let at = this.at + 1;
    let last = end;
    out[last++] = QUOTE;
    while (at < text.length) {
      const code = text[at++]!;
      out[last++] = code;
      if (code === QUOTE) {
        this.at = at;
        return last;
      }
      if (code === BACKSLASH) out[last++] = text[at++]!;
    }
    throw new SyntaxError("Not jsonb text: a string never ends");
  }

  #scalar(out: Buffer, end: number): number {
    const text = this.#text;
    let at = this.at;
    let last = end;
    while (at < text.length && !endsScalar(text[at]!)) out[last++] = text[at++]!;
    if (at === this.at) throw new SyntaxError(`Not jsonb text: a value is missing at ${at}`);
    this.at = at;
    return last;
  }
}

type Members = { first: number; count: number };

/** Writes an object's members, noted from `first` on, in their order; answers where it ends. */
function writeInOrder({ first, count }: Members, beside: Buffer, out: Buffer, end: number): number {
  const order = orderOf(beside, first, count);
  let last = end;
  out[last++] = OPEN_OBJECT;
  for (let nth = 0; nth < count; nth += 1) {
    if (nth > 0) out[last++] = COMMA;
    const member = first + order[nth]! * MEMBER;
    const to = places[member + 2]!;
    for (let at = places[member]!; at < to; at += 1) out[last++] = beside[at]!;
  }
  out[last++] = CLOSE_OBJECT;
  return last;
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

const endsScalar = (code: number) => code === COMMA || code === CLOSE_OBJECT || code === CLOSE_ARRAY;
