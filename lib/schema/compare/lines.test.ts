import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines } from "./lines";

const told = (before: string, after: string) =>
  diffLines(before, after).lines.map(({ kind, text }) => ({ same: " ", added: "+", removed: "-" })[kind] + text);

describe("A difference of two texts, line by line", { timeout: 60_000 }, () => {
  it("is of their pretty print, with the digits they have", () => {
    expect(told('{"a":1.10,"b":[1]}', '{"a":1.1,"b":[1]}')).toEqual([
      " {",
      '-  "a": 1.10,',
      '+  "a": 1.1,',
      '   "b": [',
      "     1",
      "   ]",
      " }",
    ]);
  });

  it("takes a text that is not JSON as it stands", () => {
    expect(told("{\na", "{\nb")).toEqual([" {", "-a", "+b"]);
  });

  it("gives back both texts, and is the shortest there is", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 }).map((lines) => ["!", ...lines].join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { lines } = diffLines(before, after);
        const side = (without: string) =>
          lines
            .filter(({ kind }) => kind !== without)
            .map((line) => line.text)
            .join("\n");
        expect([side("added"), side("removed")]).toEqual([before, after]);
        const numbered = lines.flatMap((line) => (line.before === undefined ? [] : [line.before]));
        expect(numbered).toEqual(before.split("\n").map((_, at) => at + 1));
        expect(lines.filter(({ kind }) => kind === "same").length).toBe(
          longestCommon(before.split("\n"), after.split("\n")),
        );
      }),
    );
  });

  it("says so when two long texts have next to nothing in common", () => {
    const long = (word: string) => Array.from({ length: 20_000 }, (_, at) => `${word}${at}`).join("\n");
    const { lines, cut } = diffLines(`!\n${long("a")}`, `!\n${long("b")}`);
    expect([lines.length, cut, lines[0]?.kind]).toEqual([40_001, true, "same"]);
  });
});

function longestCommon(left: string[], right: string[]): number {
  const row = new Array<number>(right.length + 1).fill(0);
  for (const one of left) {
    let diagonal = 0;
    right.forEach((other, at) => {
      const above = row[at + 1] ?? 0;
      row[at + 1] = one === other ? diagonal + 1 : Math.max(above, row[at] ?? 0);
      diagonal = above;
    });
  }
  return row[right.length] ?? 0;
}
