import { describe, expect, it } from "vitest";
import { isoDate, v1Date } from "./dates";

describe("a stored time on the wire", () => {
  it.each([
    ["2026-11-23 12:00:00+00", "2026-11-23 12:00:00.000000", "2026-11-23T12:00:00.000Z"],
    ["2026-11-23 12:00:00.5+00", "2026-11-23 12:00:00.500000", "2026-11-23T12:00:00.500Z"],
    ["2026-11-23 12:00:00.123456+00", "2026-11-23 12:00:00.123456", "2026-11-23T12:00:00.123Z"],
  ])("%s keeps six digits in v1 and three elsewhere", (stored, v1, iso) => {
    expect(v1Date(stored)).toBe(v1);
    expect(isoDate(stored)).toBe(iso);
  });
});
