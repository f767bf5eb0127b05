import { decoded, type Encoding } from "../decode";
import { type XmlReader, XmlScanner } from "./xml-scanner";

/** Hands a part of a workbook to a reader, tag by tag, whatever its size. Throws a FileError. */
export async function readXml(source: AsyncIterable<Uint8Array>, reader: XmlReader): Promise<void> {
  for await (const _ of scanXml(source, reader));
}

/** The same, with a pause after each piece, in which whoever reads takes what was found. */
export async function* scanXml(source: AsyncIterable<Uint8Array>, reader: XmlReader): AsyncGenerator<undefined> {
  const scanner = new XmlScanner(reader);
  const pieces = source[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done !== true) {
    const bytes = joined(first.value, pieces);
    for await (const text of decoded(bytes, encodingOf(first.value))) {
      scanner.push(text);
      yield;
    }
  }
  scanner.end();
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function encodingOf([one, other]: Uint8Array): Encoding {
  if (one === 0xff && other === 0xfe) return "utf-16le";
  return one === 0xfe && other === 0xff ? "utf-16be" : "utf-8";
}
