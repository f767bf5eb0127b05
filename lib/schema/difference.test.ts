import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differences, type Difference } from "./difference";
import { numberText, parseExact, sameExact } from "./exact-json";

const kinds = (found: Difference[]) => found.map(({ kind, pointer }) => `${kind} ${pointer}`);

describe("differences", () => {
  test("a value has none with itself, and some with any other", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        expect(differences(left, left)).toEqual([]);
        expect(differences(left, right).length === 0).toBe(sameExact(left, right));
      }),
    );
  });

  test("looked at the other way round, added is removed and changed stays changed", () => {
    const count = (found: Difference[], kind: string) => found.filter((one) => one.kind === kind).length;
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (left, right) => {
          const [there, back] = [differences(left, right), differences(right, left)];
          expect(count(there, "added")).toBe(count(back, "removed"));
          expect(count(there, "changed")).toBe(count(back, "changed"));
        },
      ),
    );
  });

  test("members are told by their escaped pointers", () => {
    const found = differences({ "a/b": 1, gone: true }, { "a/b": 2, "~new": null });
    expect(kinds(found)).toEqual(["changed /a~1b", "added /~0new", "removed /gone"]);
  });

  test("digits that JavaScript would lose are a difference and are told as they stand", () => {
    const [found] = differences(parseExact('{"n":9007199254740993}'), parseExact('{"n":9007199254740992}'));
    expect(found).toMatchObject({ kind: "changed", pointer: "/n", after: 9007199254740992 });
    expect(found?.kind === "changed" && numberText(found.before)).toBe("9007199254740993");
  });

  test("objects of a list are matched by their id, wherever they stand", () => {
    const before = [
      { id: "a", n: 1 },
      { id: "b", n: 1 },
      { id: "c", n: 1 },
    ];
    const after = [
      { id: "c", n: 1 },
      { id: "a", n: 2 },
      { id: "d", n: 1 },
    ];
    expect(kinds(differences(before, after))).toEqual(["changed /1/n", "added /2", "removed /1", "moved "]);
  });

  test("an item put in front of a plain list is one addition", () => {
    expect(kinds(differences(["b", "c"], ["a", "b", "c"]))).toEqual(["added /0"]);
    expect(kinds(differences(["a", "b", "c"], ["a", "c"]))).toEqual(["removed /1"]);
  });

  test("a value that becomes another kind of value is changed as a whole", () => {
    expect(differences({ a: [1] }, { a: { b: 1 } })).toEqual([
      { kind: "changed", pointer: "/a", before: [1], after: { b: 1 } },
    ]);
    expect(kinds(differences({ a: null }, {}))).toEqual(["removed /a"]);
  });
});
