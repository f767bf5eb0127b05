import type { Weight } from "./font-files";
import type { Fonts } from "./fonts";
import { type Cluster, clustersOf, type Run, runsOf } from "./runs";

/** A line that is set: its runs from left to right. */
export type Line = { runs: readonly Run[]; width: number; fromRight: boolean };

export type Style = { size: number; weight: Weight };
type Measure = (run: Run, style: Style) => number;

const words = new Intl.Segmenter("en", { granularity: "word" });
const CLOSES = /^[\p{Pe}\p{Pf}.,;:!?%…。、，」』）]/u;

/** Breaks a text into lines of a width: between words, and inside one that is wider than a line. */
export function linesOf(
  text: string,
  style: Style,
  width: number,
  { fonts, measure }: { fonts: Fonts; measure: Measure },
): Line[] {
  return text.split(/\r\n|\r|\n/).flatMap((paragraph) => {
    const breaker = new Breaker(style, width, measure);
    for (const word of wordsOf(clustersOf(paragraph, style.weight, fonts))) breaker.add(word);
    return breaker.lines();
  });
}

/** Graphemes by words, what closes a word (a comma, a bracket) and the blanks after it with it. */
function wordsOf(clusters: readonly Cluster[]): Cluster[][] {
  const starts = new Set(Array.from(words.segment(clusters.map(({ text }) => text).join("")), ({ index }) => index));
  const found: Cluster[][] = [];
  let at = 0;
  for (const cluster of clusters) {
    const opens = starts.has(at) && !CLOSES.test(cluster.text) && cluster.text !== " ";
    if (opens || found.length === 0) found.push([]);
    found.at(-1)?.push(cluster);
    at += cluster.text.length;
  }
  return found;
}

class Breaker {
  private readonly done: Cluster[][] = [];
  private current: Cluster[] = [];
  private taken = 0;

  constructor(
    private readonly style: Style,
    private readonly width: number,
    private readonly measure: Measure,
  ) {}

  add(word: readonly Cluster[]): void {
    const width = this.widthOf(trimmed(word));
    if (this.taken + width > this.width && this.current.length > 0) this.end();
    if (width <= this.width) this.take(word);
    else for (const cluster of word) this.addPart(cluster);
  }

  lines(): Line[] {
    this.end();
    return this.done.map((clusters) => {
      const runs = runsOf(trimmed(clusters));
      const width = this.sum(runs);
      // Whoever has the page read aloud hears two words at a line's end, not one.
      const last = runs.at(-1);
      if (last?.font?.has(32) && last.level === 0) last.text += " ";
      return { runs, width, fromRight: clusters.length > 0 && Math.min(...clusters.map(({ level }) => level)) === 1 };
    });
  }

  private addPart(cluster: Cluster): void {
    if (this.current.length > 0 && this.taken + this.widthOf([cluster]) > this.width) this.end();
    this.take([cluster]);
  }

  private take(clusters: readonly Cluster[]): void {
    this.current.push(...clusters);
    this.taken += this.widthOf(clusters);
  }

  private end(): void {
    this.done.push(this.current);
    this.current = [];
    this.taken = 0;
  }

  private readonly widthOf = (clusters: readonly Cluster[]) => this.sum(runsOf(clusters));
  private readonly sum = (runs: readonly Run[]) => runs.reduce((sum, run) => sum + this.measure(run, this.style), 0);
}

function trimmed(clusters: readonly Cluster[]): readonly Cluster[] {
  let end = clusters.length;
  while (end > 0 && clusters[end - 1]?.text === " ") end--;
  return clusters.slice(0, end);
}
