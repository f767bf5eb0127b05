import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE_BYTES = 8;
const PIXEL_BYTES = 3;
const COLOURS_MAX = 256;
// Kinds of colour in a picture's header.
const PLAIN_COLOUR = 2;
const INDEXED = 3;

/**
 * The same picture in a third of the bytes: one for each pixel instead of three, which names one of 256 colours. A page
 * has few more; those left out are shades at the edges of letters. Takes what a browser writes: eight bits a channel.
 */
export function smallPng(png: Buffer): Buffer {
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ kind }) => kind === "IHDR")?.body ?? Buffer.alloc(13);
  const [width, height, depth, colour] = [header.readUInt32BE(0), header.readUInt32BE(4), header[8], header[9]];
  if (depth !== 8 || colour !== PLAIN_COLOUR) return png;
  const packed = Buffer.concat(chunks.flatMap(({ kind, body }) => (kind === "IDAT" ? [body] : [])));
  const { palette, lines } = indexed(unfiltered(inflateSync(packed), width * PIXEL_BYTES, height), width);
  const indexedHeader = Buffer.from(header);
  indexedHeader[9] = INDEXED;
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunk("IHDR", indexedHeader),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function* chunksOf(png: Buffer): Generator<{ kind: string; body: Buffer }> {
  for (let at = SIGNATURE_BYTES; at < png.length;) {
    const length = png.readUInt32BE(at);
    yield { kind: png.toString("latin1", at + 4, at + 8), body: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), body]);
  const ends = [Buffer.alloc(4), Buffer.alloc(4)] as const;
  ends[0].writeUInt32BE(body.length);
  ends[1].writeUInt32BE(crc32(named));
  return Buffer.concat([ends[0], named, ends[1]]);
}

/** The lines of a picture with their filters undone (PNG specification, section 9); each begins with filter 0: none. */
function unfiltered(lines: Buffer, stride: number, height: number): Buffer {
  const plain = Buffer.alloc(lines.length);
  const pixel = (line: number, at: number) => (line < 0 || at < 0 ? 0 : (plain[line * (stride + 1) + 1 + at] ?? 0));
  for (let line = 0; line < height; line += 1) {
    const begin = line * (stride + 1);
    const filter = lines[begin];
    for (let at = 0; at < stride; at += 1) {
      const left = pixel(line, at - PIXEL_BYTES);
      const above = pixel(line - 1, at);
      const corner = pixel(line - 1, at - PIXEL_BYTES);
      const guess = [0, left, above, (left + above) >> 1, nearest(left, above, corner)][filter ?? 0] ?? 0;
      plain[begin + 1 + at] = (lines[begin + 1 + at] ?? 0) + guess;
    }
  }
  return plain;
}

/** Lines of three bytes a pixel as lines of one, and the colours that these name. */
function indexed(plain: Buffer, width: number): { palette: Buffer; lines: Buffer } {
  const stride = width * PIXEL_BYTES + 1;
  const height = plain.length / stride;
  const colourAt = (line: number, at: number) => plain.readUIntBE(line * stride + 1 + at * PIXEL_BYTES, PIXEL_BYTES);
  const seen = new Map<number, number>();
  for (let line = 0; line < height; line += 1) {
    for (let at = 0; at < width; at += 1) seen.set(colourAt(line, at), (seen.get(colourAt(line, at)) ?? 0) + 1);
  }
  const frequent = [...seen].sort(([, one], [, other]) => other - one).map(([colour]) => colour);
  const kept = farApart(frequent);
  const indexOf = new Map(frequent.map((colour) => [colour, closest(kept, colour)]));
  const palette = Buffer.alloc(kept.length * PIXEL_BYTES);
  kept.forEach((colour, index) => palette.writeUIntBE(colour, index * PIXEL_BYTES, PIXEL_BYTES));
  const lines = Buffer.alloc(height * (width + 1));
  for (let line = 0; line < height; line += 1) {
    for (let at = 0; at < width; at += 1) lines[line * (width + 1) + 1 + at] = indexOf.get(colourAt(line, at)) ?? 0;
  }
  return { palette, lines };
}

/** So many colours as an index can name: the most frequent first, and of those that look alike only one. */
function farApart(frequent: readonly number[]): number[] {
  for (let apart = 1; ; apart += 1) {
    const kept: number[] = [];
    for (const colour of frequent) {
      if (kept.every((other) => distance(colour, other) >= apart ** 2)) kept.push(colour);
    }
    if (kept.length <= COLOURS_MAX) return kept;
  }
}

function closest(kept: readonly number[], colour: number): number {
  const distances = kept.map((other) => distance(colour, other));
  return distances.indexOf(Math.min(...distances));
}

/** How far apart two colours are, squared. */
function distance(one: number, other: number): number {
  const channel = (bits: number) => ((one >> bits) & 0xff) - ((other >> bits) & 0xff);
  return channel(16) ** 2 + channel(8) ** 2 + channel(0) ** 2;
}

function nearest(left: number, above: number, corner: number): number {
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
