import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactNumber, isExactNumber, numberText, parseExact, plainNumbers, printExact, sameExact } from "./exact-json";

const digits = fc.stringMatching(/^-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,20})?$/);
const anyJson = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    digits,
    fc.string({ unit: "grapheme" }).map((text) => JSON.stringify(text.replaceAll("\u0000", ""))),
    fc.constantFrom("true", "false", "null"),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => `[${items.join(",")}]`),
    fc
      .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z_:"\\é]{1,6}$/), tie("value")), {
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`),
  ),
})).value;

describe("exact JSON", () => {
  test("what is printed is what was parsed, digit by digit", () => {
    fc.assert(
      fc.property(anyJson, (text) => {
        expect(printExact(parseExact(text))).toBe(text);
      }),
    );
  });

  test("printed with an indent it reads as JSON.stringify writes it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(printExact(plain, 2)).toBe(JSON.stringify(plain, null, 2));
      }),
    );
  });

  test.each(["9007199254740993", "1.10", "1.0", "-0", "1e21", "0.1000000000000000055511151231257827"])(
    "%s is carried as marked digits",
    (token) => {
      const value = parseExact(token);
      expect(isExactNumber(value)).toBe(true);
      expect(numberText(value)).toBe(token);
      expect(printExact(value)).toBe(token);
    },
  );

  test("a number that JavaScript keeps stays a number, and a text of digits stays a text", () => {
    expect(parseExact('{"a":12.5,"b":"9007199254740993","c":"say \\"1.10\\""}')).toEqual({
      a: 12.5,
      b: "9007199254740993",
      c: 'say "1.10"',
    });
  });

  test("the digits that a person types are kept; what is no number is none", () => {
    expect(exactNumber(" 42 ")).toBe(42);
    expect(printExact(exactNumber("9007199254740993"))).toBe("9007199254740993");
    for (const typed of ["", "-", "1.", "01", "0x10", "1,5", "Infinity", "NaN", "1 2"])
      expect(exactNumber(typed)).toBeUndefined();
  });

  test("members that are undefined are left out, and do not make two objects differ", () => {
    expect(printExact({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
    expect(sameExact({ a: undefined, b: 1 }, { b: 1 })).toBe(true);
    expect(sameExact({ b: 1 }, { a: undefined, b: 1 })).toBe(true);
    expect(sameExact(parseExact("1.10"), 1.1)).toBe(false);
    expect(sameExact(parseExact("9007199254740993"), parseExact("9007199254740992"))).toBe(false);
  });

  test("a member called __proto__ is a member like any other", () => {
    const text = '{"__proto__":{"x":1.10}}';
    expect(printExact(parseExact(text))).toBe(text);
    expect(sameExact(parseExact(text), {})).toBe(false);
    expect(Object.keys(plainNumbers(parseExact(text)) as object)).toEqual(["__proto__"]);
  });

  test("sameness agrees with the printed text of ordered members", () => {
    fc.assert(
      fc.property(anyJson, anyJson, (left, right) => {
        expect(sameExact(parseExact(left), parseExact(left))).toBe(true);
        if (left === right) return;
        expect(sameExact(parseExact(left), parseExact(right))).toBe(sameExact(parseExact(right), parseExact(left)));
      }),
    );
  });
});
