/**
 * Where a row stands: its line, the row of its sheet or which record of a list it is, with room behind it. Positions
 * rise from row to row, so that rows are listed in the order of their file.
 */
const ON_A_LINE = 2 ** 20;

/** The position of the row that a line begins, behind another one. */
export function positionAfter(last: number, line: number): number {
  return Math.max(last + 1, line * ON_A_LINE);
}

/** The line of a row. */
export const lineOf = (position: number): number => Math.floor(position / ON_A_LINE);

/** All positions that rows of a line can have. */
export const boundsOf = (line: number) => ({ from: line * ON_A_LINE, to: (line + 1) * ON_A_LINE - 1 });
