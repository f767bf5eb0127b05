/** DER, as much of it as a question to a time stamping authority and its answer need. */

export const tags = { boolean: 1, integer: 2, octets: 4, oid: 6, sequence: 0x30, set: 0x31, explicit0: 0xa0 } as const;

/** One value of DER: its tag, its content, and where it ends. */
export type Der = { tag: number; content: Buffer };

/** A value with its tag and length before it. */
export function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 128) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex");
  return Buffer.concat([Buffer.of(tag, 128 + length.length), length, body]);
}

/** An integer that is not negative, from its bytes: none too many, and none that would read as a sign. */
export function derInteger(bytes: Uint8Array): Buffer {
  const from = bytes.findIndex((byte) => byte !== 0);
  const short = from < 0 ? Buffer.of(0) : Buffer.from(bytes.subarray(from));
  return der(tags.integer, (short[0] ?? 0) >= 128 ? Buffer.concat([Buffer.of(0), short]) : short);
}

/** The values that stand one after the other. Throws when the bytes end within one. */
export function derValues(bytes: Buffer): Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at);
    const short = bytes.readUInt8(at + 1);
    const more = short < 128 ? 0 : short - 128;
    if (more > 4) throw new RangeError("A length of DER that is too long");
    const start = at + 2 + more;
    const length = more === 0 ? short : bytes.readUIntBE(at + 2, more);
    if (start + length > bytes.length) throw new RangeError("DER that ends within a value");
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}

/** The values within the one at a place. Throws when there is none, or it is of another kind. */
export function derWithin(values: readonly Der[], index: number, tag: number): Der[] {
  return derValues(derAt(values, index, tag));
}

/** The content of the value at a place. Throws when there is none, or it is of another kind. */
export function derAt(values: readonly Der[], index: number, tag: number): Buffer {
  const value = values[index];
  if (value?.tag !== tag) throw new RangeError(`Expected DER of the kind ${tag}, found ${value?.tag ?? "nothing"}`);
  return value.content;
}
