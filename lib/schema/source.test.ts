import { describe, expect, it } from "vitest";
import { likelyDisplayName, likelyIdentifier, readSample, readSchema } from "./source";

const message = (read: ReturnType<typeof readSample>) => (read.ok ? "" : read.message);

describe("A text that somebody pastes", () => {
  it("is one record, a list of them, or the body of a push", () => {
    for (const text of ['{"id":1}', '[{"id":1},{"id":2}]', '{"data":{"id":1}}', '{"data":[{"id":1}]}']) {
      expect(readSample(text)).toMatchObject({ ok: true, sample: { id: 1 } });
    }
    expect(readSample('[{"id":1},{"id":2}]')).toMatchObject({ note: "The first of these 2 records is used." });
  });

  it("is refused with a place or a sentence", () => {
    expect(message(readSample('{"id":\n oops}'))).toContain("line 2");
    expect(message(readSample("3"))).toContain("begins with {");
    expect(message(readSample("{}"))).toContain("empty");
    expect(message(readSchema("[]"))).toContain("begins with {");
  });
});

describe("The keys that are offered first", () => {
  const schemaOf = (sample: object) => {
    const read = readSample(JSON.stringify(sample));
    return read.ok ? read.schema : {};
  };

  it("are id and name where these are there, else what looks like them", () => {
    expect(likelyIdentifier(schemaOf({ name: "x", id: "1" }))).toBe("id");
    expect(likelyIdentifier(schemaOf({ title: "x", assetId: 7 }))).toBe("assetId");
    expect(likelyIdentifier(schemaOf({ flag: true }))).toBe("id");
    expect(likelyDisplayName(schemaOf({ id: "1", hostname: "web-1" }))).toBe("hostname");
    expect(likelyDisplayName(schemaOf({ id: "1" }))).toBeUndefined();
  });
});
