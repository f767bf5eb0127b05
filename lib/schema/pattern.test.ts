import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "./pattern";

const TEXTS = [
  "",
  "a",
  "aa",
  "ab",
  "b\n",
  "a\n",
  "\n",
  "\r",
  "\u2028",
  "\u00a0",
  "\ufeff",
  "\u000b",
  "\b",
  "\u0001",
  "A/",
  "é",
  "É",
  "Ωα",
  "🙂",
  "z🙂",
  "1",
  "1.25",
  "1.255",
  "ab-12",
  "a-b-c",
  "a--b",
  "a.b-c@dd.ee",
  "low",
  "${",
  "foo bar",
  "xxxy",
  "_",
  "-",
  "]",
  "\\",
];

describe("A pattern means what ECMA-262 says", () => {
  it.each([
    "^[a-z]{2}-\\d+$",
    "^(a+)+$",
    "^$",
    "b$",
    "[\\w-.]+@x",
    "^[\\w\\-\\.]+@([\\w-]+\\.)+[\\w-]{2,4}$",
    "\\u0041\\/",
    "\\cA",
    "^\\p{L}+$",
    "^\\p{Lu}\\p{Script=Greek}?",
    "[^\\p{L}\\d]",
    "\\P{Letter}",
    ".",
    "^.$",
    "\\s",
    "^\\S+$",
    "[]",
    "[^]",
    "a{0,2500}b",
    "^(low|high)$",
    "\\bfoo\\b",
    "\\B",
    "^\\d+(\\.\\d{1,2})?$",
    "^.{1,2000}$",
    "x{3,}y",
    "(?:)",
    "^(?<year>\\d{1})",
    "[\\b]",
    "\\x41",
    "[a\\-z]",
    "\\$\\{",
    "^[😀-🙏]$",
    "^\\u{1F642}$",
    "\\ud83d\\ude42",
    "[\\]\\\\]",
    "a+?b",
    "^(?:a|b)*$",
    "[^a]$",
    "\\0",
    "[\\s\\S]",
  ])("%s", (source) => {
    let native: RegExp;
    try {
      native = new RegExp(source, "u");
    } catch {
      native = new RegExp(source);
    }
    const pattern = compilePattern(source);
    for (const text of TEXTS) expect([text, pattern.test(text)]).toEqual([text, native.test(text)]);
  });

  it("agrees with the built-in engine on patterns put together at random", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      "\\d",
      "[ab]",
      "[^a]",
      ".",
      "\\w",
      "^",
      "$",
      "\\b",
      "(?:a|b)",
      "(ab)",
      "(?:a?b)",
      "-",
    );
    const quantifier = fc.constantFrom("", "", "*", "+", "?", "{2}", "{0,2}", "{1,}");
    const piece = fc.tuple(atom, quantifier).map(([one, many]) => (/^[\^$]|^\\b/.test(one) ? one : one + many));
    const source = fc
      .tuple(fc.constantFrom("", "^"), fc.array(piece, { maxLength: 6 }), fc.constantFrom("", "$"))
      .map(([start, middle, end]) => start + middle.join("") + end);
    const text = fc
      .array(fc.constantFrom("a", "b", "1", "-", "\n", "é"), { maxLength: 10 })
      .map((letters) => letters.join(""));
    fc.assert(
      fc.property(source, fc.array(text, { maxLength: 8 }), (pattern, texts) => {
        const compiled = compilePattern(pattern);
        const native = new RegExp(pattern, "u");
        for (const sample of texts) expect([sample, compiled.test(sample)]).toEqual([sample, native.test(sample)]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("A pattern is matched in linear time or refused", () => {
  it.each([
    "(?=a)",
    "(?!a)",
    "(?<=a)b",
    "(?<!a)b",
    "(a)\\1",
    "(?<n>a)\\k<n>",
    "(",
    "[z-a]",
    "\\p{Emoji}",
    "\\p{Scx=Greek}",
    "(?i)a",
    "(.{1,900}){1,900}",
    `${"(".repeat(60)}${")".repeat(60)}`,
  ])("400 %s", (source) => {
    expect(() => compilePattern(source)).toThrow(/\.$/);
  });

  it.each(["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*x$", "^[a-z]+[a-z]+[a-z]+$", "^(([a-z])+.)+[A-Z]([a-z])+$"])(
    "%s on 100,000 characters",
    (source) => {
      const pattern = compilePattern(source);
      const started = performance.now();
      pattern.test("a".repeat(100_000) + "!");
      expect(performance.now() - started).toBeLessThan(500);
    },
  );
});
