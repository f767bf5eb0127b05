import { FileError } from "./file-error";

export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];

// What Windows-1252 has where Latin-1 has control characters; the five that it leaves out stay what they are.
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const HIGH_CONTROLS = /[\u0080-\u009f]/g;
const LEFT_OUT = /[\u0081\u008d\u008f\u0090\u009d]/;
const UTF8_MARK = [0xef, 0xbb, 0xbf];

/** Bytes as text, piece by piece, without a byte order mark. Throws a FileError that names the line of a wrong byte. */
export async function* decoded(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === "windows-1252") {
    yield* allWindows1252(source);
    return;
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  let kept: Uint8Array = new Uint8Array(0);
  for await (const bytes of source) {
    const text = decodeOr(() => decoder.decode(bytes, { stream: true }), encoding, line, [kept, bytes]);
    line += count(text, "\n");
    // A character may begin in one piece and prove wrong in the next.
    kept = unfinished(bytes);
    if (text !== "") yield text;
  }
  const rest = decodeOr(() => decoder.decode(), encoding, line, [kept]);
  if (rest !== "") yield rest;
}

/** Bytes that Windows-1252 leaves out are common in other encodings: read on, their texts would be nonsense that nobody sees. */
async function* allWindows1252(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let line = 1;
  for await (const bytes of source) {
    const text = fromWindows1252(bytes);
    const wrong = text.search(LEFT_OUT);
    if (wrong !== -1) {
      const at = line + count(text.slice(0, wrong), "\n");
      const message = `Line ${at} holds bytes that mean nothing in Windows-1252. Save the file as UTF-8.`;
      throw new FileError("encoding", message, at);
    }
    line += count(text, "\n");
    yield text;
  }
}

/** The end of a piece from its last line's last three bytes on, where a character of UTF-8 begins. */
function unfinished(bytes: Uint8Array): Uint8Array {
  const end = bytes.subarray(Math.max(0, bytes.length - 3));
  const line = end.subarray(end.lastIndexOf(10) + 1);
  const start = line.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return start === -1 ? line : line.subarray(start);
}

/** Any encoding as UTF-8 bytes without a byte order mark, for what reads bytes. */
export async function* asUtf8(source: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Uint8Array> {
  if (encoding !== "utf-8") {
    for await (const text of decoded(source, encoding)) yield Buffer.from(text);
    return;
  }
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const bytes of source) {
    if (head === undefined) {
      yield bytes;
      continue;
    }
    head = Buffer.concat([head, bytes]);
    if (head.length < UTF8_MARK.length) continue;
    yield withoutMark(head);
    head = undefined;
  }
  if (head?.length) yield withoutMark(head);
}

function withoutMark(head: Buffer): Uint8Array {
  return UTF8_MARK.every((byte, at) => head[at] === byte) ? head.subarray(UTF8_MARK.length) : head;
}

/** Windows-1252 as text, whatever the bytes. */
export function fromWindows1252(bytes: Uint8Array): string {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return latin.replace(HIGH_CONTROLS, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));
}

function decodeOr(decode: () => string, encoding: Encoding, line: number, bytes: Uint8Array[]): string {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [text] = new TextDecoder(encoding).decode(Buffer.concat(bytes)).split("\ufffd", 1);
    const at = line + count(text ?? "", "\n");
    const name = encoding.toUpperCase();
    const mend = encoding === "utf-8" ? " Choose another encoding, such as Windows-1252." : " Choose another encoding.";
    throw new FileError("encoding", `Line ${at} holds bytes that are not ${name}.${mend}`, at);
  }
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}
