import { expect, test } from "vitest";
import { canonicalValue } from "./canonical-value";

test("keys are ordered as RFC 8785 orders them, at every level, and nothing blank is left", () => {
  const value = { "\u20ac": 1, "\r": 2, "1": [{ b: null, a: true }], "\ud83d\ude00": 4, "\ufb33": 5, ö: "\n€" };
  expect(canonicalValue(value)).toBe(
    '{"\\r":2,"1":[{"a":true,"b":null}],"ö":"\\n€","\u20ac":1,"\ud83d\ude00":4,"\ufb33":5}',
  );
});

test("numbers are written as ECMAScript writes them, and a member that is undefined is none", () => {
  expect(canonicalValue([1e21, 4.5, 2e-3, 0.000001, -0, 333333333.33333329])).toBe(
    "[1e+21,4.5,0.002,0.000001,0,333333333.3333333]",
  );
  expect(canonicalValue({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test("what JSON cannot say is refused", () => {
  for (const value of [NaN, Infinity, undefined, [undefined], () => 1, 1n]) {
    expect(() => canonicalValue(value)).toThrow(TypeError);
  }
});
