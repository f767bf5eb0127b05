import { describe, expect, it } from "vitest";
import { filterShape, tooLarge, type Filter } from "./filters";

const condition = { pointer: "/licence", op: "eq", value: "MIT" };

describe("a filter", () => {
  it.each([
    condition,
    { and: [condition, { not: { pointer: "/a/0/b", op: "exists" } }] },
    { or: [{ pointer: "/at", op: "lt", value: "2026-01-01", as: "date" }] },
    { pointer: "/a", op: "eq", value: null },
  ])("is taken: %j", (filter) => {
    expect(filterShape.safeParse(filter).success).toBe(true);
  });

  it.each([
    {},
    { pointer: "licence", op: "eq", value: 1 },
    { pointer: "/a~2", op: "exists" },
    { pointer: "/a", op: "exists", value: 1 },
    { pointer: "/a", op: "eq" },
    { pointer: "/a", op: "lt", value: true },
    { pointer: "/a", op: "contains", value: 1 },
    { pointer: "/a", op: "lt", value: "soon", as: "date" },
    { pointer: "/a", op: "drop table", value: 1 },
    { and: [] },
    { and: [condition], or: [condition] },
  ])("is refused: %j", (filter) => {
    expect(filterShape.safeParse(filter).success).toBe(false);
  });

  it("is bounded in depth and number", () => {
    let deep: Filter = condition as Filter;
    for (let level = 0; level < 9; level += 1) deep = { not: deep };
    expect(tooLarge(deep)).toMatch(/levels/);
    const many = {
      and: Array.from({ length: 5 }, () => ({ or: Array.from({ length: 11 }, () => condition as Filter) })),
    };
    expect(tooLarge(many)).toMatch(/conditions/);
    expect(tooLarge(condition as Filter)).toBeUndefined();
  });
});
