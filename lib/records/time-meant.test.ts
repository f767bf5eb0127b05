import { describe, expect, it } from "vitest";
import { timeMeant } from "./time-meant";

describe("timeMeant", () => {
  it("reads every way to write a moment as the same one, to the end of what is shown", () => {
    const same = { from: "2026-03-01T09:00:00.000000Z", until: "2026-03-01T09:00:00.000999Z" };
    for (const asOf of [
      "2026-03-01T09:00:00Z",
      "2026-03-01T09:00Z",
      "2026-03-01T09:00:00.000z",
      "2026-03-01T10:00:00+01:00",
      "2026-03-01T10:00:00 01:00",
      "2026-03-01T10:00:00+0100",
      "2026-02-28T23:00:00-10",
    ]) {
      expect(timeMeant(asOf), asOf).toEqual(same);
    }
    expect(timeMeant("2024-02-29")).toEqual({
      from: "2024-02-29T00:00:00.000000Z",
      until: "2024-02-29T00:00:00.000999Z",
    });
    // More digits than a stamp has are cut: rounded up, they would let in what came after.
    const exact = "2026-03-01T09:00:00.123456Z";
    expect(timeMeant("2026-03-01T09:00:00.1234569Z")).toEqual({ from: exact, until: exact });
    expect(timeMeant("2026-03-01T09:00:00.1234Z")?.until).toBe("2026-03-01T09:00:00.123400Z");
  });

  it("leaves a revision alone", () => {
    expect(timeMeant("17")).toBeUndefined();
  });

  it("refuses with a sentence what others would read as another moment, or is none", () => {
    for (const [asOf, says] of [
      ["2026-03-01T10:00:00", "time zone"],
      ["2026-03-01T10:00:00.1234", "time zone"],
      ["2026-02-30T10:00:00Z", "2026-02-30"],
      ["2026-02-30", "2026-02-30"],
      ["2026-13-01", "2026-13-01"],
      ["2026-01-01T24:00:00Z", "a time like"],
      ["2026-01-01T10:00:00+15:00", "a time like"],
      ["yesterday", "a time like"],
    ]) {
      expect(() => timeMeant(asOf ?? ""), asOf).toThrow(says);
    }
  });
});
