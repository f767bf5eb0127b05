import { JsonTextError, placeInText } from "./json-error";

/** Bytes as text: UTF-8 without a byte order mark, or a JsonTextError. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const place = { pointer: "", offset: 0, line: 1, column: 1 };
    throw new JsonTextError("bom", "A byte order mark", "Send the JSON without it.", place);
  }
  if (typeof Buffer === "undefined") return decodeStrictly(bytes);
  // Three times the decoder's speed on text beyond ASCII; a replacement character is rare enough to look again.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return text.includes("\ufffd") ? decodeStrictly(bytes) : text;
}

function decodeStrictly(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const at = firstMalformed(bytes);
    const before = new TextDecoder("utf-8").decode(bytes.subarray(0, at));
    const place = { ...placeInText(before, before.length, ""), offset: at };
    throw new JsonTextError("utf8", "Bytes that are not UTF-8", "Send the JSON as UTF-8.", place);
  }
}

/** Where the longest well-formed beginning ends, found by halving: a prefix is well-formed when streaming it throws nothing. */
function firstMalformed(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  // A sequence that was cut short passed as unfinished: step back to where it began.
  for (let at = good - 1; at >= 0 && at >= good - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc0) return good - at < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? at : good;
    if (byte < 0x80) break;
  }
  return good;
}
