import bidiFactory from "bidi-js";
import type { Weight } from "./font-files";
import type { Font, Fonts } from "./fonts";

/** A piece of text of one font and one direction; without a font: a character that nobody has, by its code point. */
export type Run = { text: string; font: Font | undefined; level: number };

/** A grapheme with what it is set in. */
export type Cluster = { text: string; font: Font | undefined; level: number };

const bidi = bidiFactory();
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
// Characters that would change how their neighbours are read, unseen: shown by their code point instead.
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;
/** Nothing to join and nothing to turn around. */
const PLAIN = /^[ -~]*$/;
const STAND_IN = "\ufffc";

/** The graphemes of a line of text, in the order in which they are read. */
export function clustersOf(text: string, weight: Weight, fonts: Fonts): Cluster[] {
  if (PLAIN.test(text)) return Array.from(text, (one) => ({ text: one, font: fonts.of(one, weight), level: 0 }));
  const found = Array.from(graphemes.segment(text.replaceAll("\t", " ")), ({ segment }) => segment).flatMap((cluster) =>
    settable(cluster, weight, fonts),
  );
  // A stand-in has the direction of nobody, and one unit for each of the cluster's, so that the levels fall into place.
  const { levels } = bidi.getEmbeddingLevels(
    found.map((one) => (one.font ? one.text : STAND_IN.repeat(one.text.length))).join(""),
  );
  let at = 0;
  return found.map((one) => {
    const level = levels[at] ?? 0;
    at += one.text.length;
    return { ...one, level };
  });
}

type Settable = { text: string; font: Font | undefined };

/** A grapheme in one font; its parts where no font has all of them. */
function settable(cluster: string, weight: Weight, fonts: Fonts): Settable[] {
  const font = UNSEEN.test(cluster) ? undefined : fonts.of(cluster, weight);
  const parts = Array.from(cluster);
  if (font || parts.length === 1) return [{ text: cluster, font }];
  return parts.map((text) => ({ text, font: UNSEEN.test(text) ? undefined : fonts.of(text, weight) }));
}

/** The graphemes of one line as runs, in the order in which they stand from left to right. */
export function runsOf(clusters: readonly Cluster[]): Run[] {
  const runs: Run[] = [];
  for (const { text, font, level } of clusters) {
    const last = runs.at(-1);
    if (last && font && last.font === font && last.level === level) last.text += text;
    else runs.push({ text, font, level });
  }
  return ordered(runs).map((run) =>
    run.level % 2 === 0 || !run.font ? run : { ...run, text: fromTheRight(run.text) },
  );
}

/** Rule L2 of the bidirectional algorithm: from the highest level down, what is at least that deep is turned around. */
function ordered(runs: readonly Run[]): Run[] {
  let line = [...runs];
  const highest = Math.max(0, ...line.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    const next: Run[] = [];
    for (let at = 0; at < line.length;) {
      const from = at;
      while (at < line.length && (line[at]?.level ?? 0) >= level) at++;
      if (at > from) next.push(...line.slice(from, at).reverse());
      else next.push(...line.slice(at, ++at));
    }
    line = next;
  }
  return line;
}

/** Brackets face the other way; what has no letter that goes leftwards is not turned around by its font, so it is here. */
function fromTheRight(text: string): string {
  const mirrored = Array.from(text, (one) => bidi.getMirroredCharacter(one) ?? one);
  return /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(text) ? mirrored.join("") : mirrored.reverse().join("");
}

/** How a character is named that is not drawn. */
export const codePointName = (text: string): string =>
  Array.from(text, (one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ");
