import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExact, printExact, sameExact } from "./exact-json";
import { merged, mergeFields, type Side } from "./merge-three";

const none = new Map<string, Side>();
const members = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.jsonValue({ maxDepth: 2 }));

describe("a merge of three versions", () => {
  test("what only one side changed is taken from it", () => {
    const result = merged({ a: 1, b: 1, c: 1 }, { a: 2, b: 1, c: 1 }, { a: 1, b: 2 }, none);
    expect(result).toEqual({ a: 2, b: 2 });
  });

  test("what both changed is a conflict, mine unless theirs is chosen", () => {
    const versions = [{ a: { x: 1, y: 1 } }, { a: { x: 2, y: 1 } }, { a: { x: 3, y: 9 } }] as const;
    expect(mergeFields(...versions).map(({ pointer, conflict }) => ({ pointer, conflict }))).toEqual([
      { pointer: "/a/x", conflict: true },
      { pointer: "/a/y", conflict: false },
    ]);
    expect(merged(...versions, none)).toEqual({ a: { x: 3, y: 9 } });
    expect(merged(...versions, new Map([["/a/x", "theirs"]]))).toEqual({ a: { x: 2, y: 9 } });
  });

  test("a member that I removed and they changed is a conflict about its absence", () => {
    const [field] = mergeFields({ a: 1 }, { a: 2 }, {});
    expect(field).toEqual({ pointer: "/a", base: 1, theirs: 2, mine: undefined, conflict: true });
    expect(merged({ a: 1 }, { a: 2 }, {}, none)).toEqual({});
    expect(merged({ a: 1 }, { a: 2 }, {}, new Map([["/a", "theirs"]]))).toEqual({ a: 2 });
  });

  test("digits survive on both sides", () => {
    const [base, theirs, mine] = ['{"n":1.10,"m":1}', '{"n":1.10,"m":9007199254740993}', '{"n":1.20,"m":1}'].map(
      parseExact,
    );
    expect(printExact(merged(base, theirs, mine, none))).toBe('{"n":1.20,"m":9007199254740993}');
  });

  test("without changes of mine it is theirs, without theirs it is mine, all chosen it is the chosen side", () => {
    fc.assert(
      fc.property(members, members, members, (base, theirs, mine) => {
        expect(sameExact(merged(base, theirs, base, none), theirs)).toBe(true);
        expect(sameExact(merged(base, base, mine, none), mine)).toBe(true);
        for (const side of ["mine", "theirs"] as const) {
          const all = new Map(mergeFields(base, theirs, mine).map(({ pointer }) => [pointer, side]));
          expect(sameExact(merged(base, theirs, mine, all), side === "mine" ? mine : theirs)).toBe(true);
        }
      }),
    );
  });
});
