import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalRecord } from "./canonical";

/** As jsonb prints: keys by their length in bytes and then by their bytes, ", " and ": " between. */
function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort(
    (left, right) =>
      Buffer.byteLength(left) - Buffer.byteLength(right) || Buffer.compare(Buffer.from(left), Buffer.from(right)),
  );
  return `{${keys.map((key) => `${JSON.stringify(key)}: ${jsonbText((value as { [key: string]: unknown })[key])}`).join(", ")}}`;
}

describe("The canonical form of a record", () => {
  it("sorts keys by UTF-16 units, drops blanks, and keeps strings and digits as stored", () => {
    expect(
      canonicalRecord(
        '{"b": 1.50, "é": [1, {"z": 1, "aa": "x, y: \\"{}\\""}], "aa": "\\u0001\\n\\\\", "🙂": {}, "\ufb33": []}',
      ),
    ).toBe('{"aa":"\\u0001\\n\\\\","b":1.50,"é":[1,{"aa":"x, y: \\"{}\\"","z":1}],"🙂":{},"\ufb33":[]}');
  });

  it("sorts by the character that an escape means, not by the backslash", () => {
    expect(canonicalRecord('{"a": 1, "\\"": 2, "\\n": 3}')).toBe('{"\\n":3,"\\"":2,"a":1}');
  });

  it("sorts objects of a thousand keys", () => {
    const record = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`k${at}`, at]));
    expect(Object.keys(JSON.parse(canonicalRecord(jsonbText(record))) as object)).toEqual(Object.keys(record).sort());
  });

  it("means the same record, however it was ordered", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), (record) => {
        const data: unknown = JSON.parse(JSON.stringify(record));
        const canonical = canonicalRecord(jsonbText(data));
        expect(JSON.parse(canonical)).toEqual(data);
        expect(canonicalRecord(jsonbText(JSON.parse(canonical)))).toBe(canonical);
      }),
    );
  });

  it("refuses what is not jsonb's text", () => {
    for (const text of ["", '{"a": 1', '{"a": "x', "{} {}"]) expect(() => canonicalRecord(text)).toThrow();
  });
});
