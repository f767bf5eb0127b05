import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMarked, markOf, type Marked } from "./mark";

const entry: Marked = {
  accountId: 1,
  actor: { kind: "key", id: 3, label: "ci" },
  channel: "api",
  requestId: "r-1",
  action: "key.create",
  target: "key 12",
};

/** A text as it comes back from the database. */
const stored = (text: string) => Buffer.from(text).toString();

describe("the mark of an audit entry", () => {
  test("fits its entry as the database gives it back, whatever the texts are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (label, target) => {
        const given = { ...entry, actor: { ...entry.actor, label }, target };
        const found = {
          ...given,
          actor: { ...given.actor, label: stored(label) },
          target: stored(target),
        };
        expect(isMarked(found, markOf(given))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("fits no other entry, and not when its parts flow into each other", () => {
    const mark = markOf(entry);
    expect(isMarked({ ...entry, action: "key.revoke" }, mark)).toBe(false);
    expect(isMarked({ ...entry, accountId: 2 }, mark)).toBe(false);
    expect(isMarked({ ...entry, action: "key.createk", target: "ey 12" }, mark)).toBe(false);
    expect(isMarked(entry, null)).toBe(false);
    expect(isMarked(entry, mark.subarray(1))).toBe(false);
  });

  test("is never the same twice", () => {
    expect(markOf(entry).equals(markOf(entry))).toBe(false);
  });
});
