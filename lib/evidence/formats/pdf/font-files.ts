/** Out of the bundler's sight, which would else trace every file of the project that could be meant. */
const { createRequire } = process.getBuiltinModule("node:module");
const { readFileSync } = process.getBuiltinModule("node:fs");
const { dirname, join } = process.getBuiltinModule("node:path");
const resolve = (name: string) => createRequire(import.meta.url).resolve(name);

export type Weight = "regular" | "strong" | "mono";

const AXIS = { regular: 400, strong: 600, mono: 400 } as const;
const GEIST = {
  regular: "geist-sans/Geist-Regular.ttf",
  strong: "geist-sans/Geist-SemiBold.ttf",
  mono: "geist-mono/GeistMono-Regular.ttf",
} as const;

/** Where the characters are that the first font lacks, the first that has one wins. Latin letters come last on purpose. */
const FAMILIES = [
  ["noto-sans", ["greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese", "latin-ext", "latin", "devanagari"]],
  ["noto-sans-arabic", ["arabic"]],
  ["noto-sans-hebrew", ["hebrew"]],
  ["noto-sans-thai", ["thai"]],
  ["noto-sans-lao", ["lao"]],
  ["noto-sans-khmer", ["khmer"]],
  ["noto-sans-bengali", ["bengali"]],
  ["noto-sans-gurmukhi", ["gurmukhi"]],
  ["noto-sans-gujarati", ["gujarati"]],
  ["noto-sans-oriya", ["oriya"]],
  ["noto-sans-tamil", ["tamil"]],
  ["noto-sans-telugu", ["telugu"]],
  ["noto-sans-kannada", ["kannada"]],
  ["noto-sans-malayalam", ["malayalam"]],
  ["noto-sans-sinhala", ["sinhala"]],
  ["noto-serif-tibetan", ["tibetan"]],
  ["noto-sans-georgian", ["georgian"]],
  ["noto-sans-armenian", ["armenian"]],
  ["noto-sans-ethiopic", ["ethiopic"]],
  ["noto-sans-jp", null],
  ["noto-sans-sc", null],
  ["noto-sans-kr", null],
  ["noto-emoji", null],
] as const;

/** A font's file, with the characters that it may have. */
export type FontFile = { name: string; mayHave: (codePoint: number) => boolean; bytes: () => Buffer; wght: number };

/** The font that everything is set in as far as it goes. */
export function firstFont(weight: Weight): Buffer {
  return readFileSync(join(dirname(resolve("geist/font/sans")), "fonts", GEIST[weight]));
}

let files: FontFile[] | undefined;

/** The files of all other fonts, in the order in which they are asked. isJapanese: characters take their Japanese forms. */
export function otherFonts(weight: Weight, { isJapanese }: { isJapanese: boolean }): FontFile[] {
  files ??= FAMILIES.flatMap(([family, parts]) => filesOf(family, parts));
  const asked = isJapanese ? files : files.filter(({ name }) => !name.startsWith("noto-sans-jp-"));
  return asked.map((file) => ({ ...file, wght: AXIS[weight] }));
}

function filesOf(family: string, wanted: readonly string[] | null): FontFile[] {
  const place = `@fontsource-variable/${family}`;
  const ranges = JSON.parse(readFileSync(resolve(`${place}/unicode.json`), "utf8")) as Record<string, string>;
  const parts = wanted ?? Object.keys(ranges).filter((part) => part.startsWith("["));
  return parts.map((part) => {
    const name = `${family}-${part.replace(/[[\]]/g, "")}-wght-normal.woff2`;
    const bytes = () => readFileSync(resolve(`${place}/files/${name}`));
    return { name, bytes, mayHave: within(ranges[part] ?? ""), wght: 400 };
  });
}

function within(ranges: string): (codePoint: number) => boolean {
  const pairs = ranges.split(",").map((range) => {
    const [from = 1, to = from] = range
      .trim()
      .replace("U+", "")
      .split("-")
      .map((hex) => parseInt(hex, 16));
    return [from, to] as const;
  });
  return (codePoint) => pairs.some(([from, to]) => codePoint >= from && codePoint <= to);
}
