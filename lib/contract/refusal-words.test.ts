import { describe, expect, it } from "vitest";
import { byCause, reasonInWords } from "./refusal-words";

const missing = `Schema validation failed for data: [{"":"must have required property 'name'"},{"/size":"must be integer"}]`;

describe("Why a row was refused", () => {
  it("reads as words, each with its place", () => {
    expect(reasonInWords(missing)).toBe("must have required property 'name'; /size: must be integer");
    expect(reasonInWords("The record is too large")).toBe("The record is too large");
    expect(reasonInWords("Schema validation failed for data: [{cut")).toBe("[{cut");
  });

  it("gathers the rows that share a reason, the most frequent first", () => {
    const rows = [{ message: "a" }, { message: missing }, { message: missing }];
    expect(byCause(rows).map(({ rows: alike }) => alike.length)).toEqual([2, 1]);
  });
});
