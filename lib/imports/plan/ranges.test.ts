import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withLine, withoutLine, type Range } from "./ranges";

const linesIn = (ranges: readonly Range[]) =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));

describe("ranges of lines", () => {
  it("joins lines that follow each other, in whatever order they come", () => {
    const lines = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(lines, (given) => {
        const { ranges } = given.reduce(withLine, { ranges: [] as Range[], more: false });
        expect(linesIn(ranges)).toEqual([...given].sort((a, b) => a - b));
        for (const [at, [from]] of ranges.entries()) expect(from).toBeGreaterThan((ranges[at - 1]?.[1] ?? -1) + 1);
      }),
    );
  });

  it("takes a line out of the middle, and nothing else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (line) => {
        const left = withoutLine(
          [
            [3, 7],
            [9, 9],
          ],
          line,
        );
        expect(linesIn(left)).toEqual([3, 4, 5, 6, 7, 9].filter((each) => each !== line));
      }),
    );
  });

  it("keeps the first ranges and says that there are more", () => {
    const all = Array.from({ length: 30 }, (_, at) => at * 2).reduce(withLine, { ranges: [] as Range[], more: false });
    expect(all.ranges).toHaveLength(20);
    expect(all.more).toBe(true);
  });
});
