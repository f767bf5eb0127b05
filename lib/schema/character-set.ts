export const LAST_CODE_POINT = 0x10ffff;

/** Sorted inclusive ranges of code points. */
export type Ranges = [number, number][];

/** A set of characters: ranges, and Unicode properties that only the engines can expand. */
export interface CharacterSet {
  ranges: Ranges;
  properties: { name: string; negated: boolean }[];
  negated: boolean;
}

// The classes of ECMA-262; its \s and its dot know Unicode, RE2's do not.
export const DIGIT: Ranges = [[48, 57]];
export const WORD: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
export const SPACE: Ranges = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
export const LINE_ENDS: Ranges = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
/** The complement of sorted ranges. */
export function complement(ranges: Ranges): Ranges {
  const gaps: Ranges = [];
  let from = 0;
  for (const [low, high] of merge(ranges)) {
    if (low > from) gaps.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= LAST_CODE_POINT) gaps.push([from, LAST_CODE_POINT]);
  return gaps;
}

/** The same code points in the fewest sorted ranges. */
export function merge(ranges: Ranges): Ranges {
  const merged: Ranges = [];
  for (const [low, high] of [...ranges].sort((left, right) => left[0] - right[0])) {
    const last = merged.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}
