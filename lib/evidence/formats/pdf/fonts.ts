import { firstFont, otherFonts, type Weight } from "./font-files";

/** A font as a document knows it: with just the characters that the document needs. */
export type Font = { name: string; bytes: Buffer; has: (codePoint: number) => boolean };

/** Fonts for everything that a document says. */
export type Fonts = { all: readonly Font[]; of: (cluster: string, weight: Weight) => Font | undefined };

const WEIGHTS = ["regular", "strong", "mono"] as const;
// They join or choose a form and have no shape of their own, so a font need not have them.
const JOINS = /[\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
// Unicode has one character for what Chinese and Japanese write differently. Japanese texts have kana, all but names.
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HAN = /\p{Script=Han}/u;
const KANJI_ALONE_MOST = 4;

/**
 * The fonts that together have the characters of some texts, each text with its weight: one family for what it covers,
 * others for the rest. What none has, `of` answers undefined for, so that it can be shown as a code point.
 */
export async function fontsFor(texts: Iterable<readonly [text: string, weight: Weight]>): Promise<Fonts> {
  const needed = new Map<Weight, Set<number>>(WEIGHTS.map((weight) => [weight, new Set()]));
  const [han, kana] = [new Set<string>(), new Set<string>()];
  for (const [text, weight] of texts) {
    for (const one of text) needed.get(weight)?.add(one.codePointAt(0) ?? 0);
    if (KANA.test(text)) kana.add(text);
    else if (HAN.test(text)) han.add(text);
  }
  const isJapanese = kana.size * KANJI_ALONE_MOST >= han.size && kana.size > 0;
  const fonts = new Map<Weight, Font[]>();
  for (const weight of WEIGHTS) fonts.set(weight, await ofWeight(weight, needed.get(weight) ?? new Set(), isJapanese));
  const chosen = new Map<string, Font | undefined>();
  return {
    all: [...fonts.values()].flat(),
    of(cluster, weight) {
      const key = weight + cluster;
      if (chosen.has(key)) return chosen.get(key);
      const points = codePoints(cluster.replace(JOINS, ""));
      const font = fonts.get(weight)?.find(({ has }) => points.every(has));
      chosen.set(key, font);
      return font;
    },
  };
}

const codePoints = (text: string) => Array.from(text, (one) => one.codePointAt(0) ?? 0);

async function ofWeight(weight: Weight, needed: ReadonlySet<number>, isJapanese: boolean): Promise<Font[]> {
  const first = await fontOf(`first-${weight}`, firstFont(weight));
  const fonts = [first];
  let missing = [...needed].filter((point) => !first.has(point));
  for (const file of missing.length > 0 ? otherFonts(weight, { isJapanese }) : []) {
    if (!missing.some(file.mayHave)) continue;
    // A script's marks and joiners come along, also where another font has them, and the parts that a vowel is set from.
    const text = withParts(String.fromCodePoint(...[...needed].filter(file.mayHave)));
    const { default: subsetFont } = await import("subset-font");
    const part = await subsetFont(file.bytes(), text, { targetFormat: "truetype", variationAxes: { wght: file.wght } });
    const font = await fontOf(`${file.name}-${weight}`, part);
    fonts.push(font);
    missing = missing.filter((point) => !font.has(point));
  }
  return fonts;
}

/** The characters of a text and those that they are made of: a shaper sets some vowels as two glyphs around a letter. */
const withParts = (text: string): string => text + text.normalize("NFD");

async function fontOf(name: string, bytes: Buffer): Promise<Font> {
  const fontkit = await import("fontkit");
  const font = fontkit.create(bytes);
  if ("fonts" in font) throw new TypeError(`${name} holds several fonts`);
  // A file may be said to have what it lacks; what is left of it then has no characters to look up.
  const isEmpty = font.numGlyphs < 2;
  return { name, bytes, has: (point) => !isEmpty && font.hasGlyphForCodePoint(point) };
}
