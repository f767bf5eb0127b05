/** The first and the last of some lines that follow each other. */
export type Range = [number, number];

const RANGES_MAX = 20;

/** Ranges with one more line, in order; more: there are lines beyond what is kept. */
export function withLine(
  { ranges, more }: { ranges: readonly Range[]; more: boolean },
  line: number,
): { ranges: Range[]; more: boolean } {
  const found = ranges.find(([from, to]) => line >= from && line <= to);
  if (found) return { ranges: [...ranges], more };
  const joined: Range[] = [];
  for (const range of [...ranges, [line, line] as Range].sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && range[0] <= last[1] + 1) last[1] = Math.max(last[1], range[1]);
    else joined.push([range[0], range[1]]);
  }
  return { ranges: joined.slice(0, RANGES_MAX), more: more || joined.length > RANGES_MAX };
}

/** Ranges without a line. */
export function withoutLine(ranges: readonly Range[], line: number): Range[] {
  return ranges.flatMap(([from, to]): Range[] => {
    if (line < from || line > to) return [[from, to]];
    const before: Range[] = from < line ? [[from, line - 1]] : [];
    return line < to ? [...before, [line + 1, to]] : before;
  });
}
