import { describe, expect, it } from "vitest";
import { readValue } from "@/lib/schema/json-text";
import { identityOf, isSame } from "./identity";

const of = (json: string) => identityOf(readValue(json), "id");

describe("a record's identity", () => {
  it.each([
    ['{"id":"a"}', "a"],
    ['{"id":7}', "7"],
    ['{"id":-7}', "-7"],
    ['{"id":0}', "0"],
    ['{"id":-0}', "0"],
    ['{"id":9007199254740991}', "9007199254740991"],
    ['{"id":"@scope/name"}', "@scope/name"],
    ['{"x":{"id":1.5},"id":1}', "1"],
    [`{"id":"${"😀".repeat(255)}"}`, "😀".repeat(255)],
  ])("%s is known", (json, id) => {
    expect(of(json)).toEqual({ id });
  });

  it.each([
    '{"id":1.0}',
    '{"id":1e2}',
    '{"id":9007199254740992}',
    '{"id":1.5}',
    '{"id":null}',
    '{"id":true}',
    '{"id":{}}',
    '{"id":""}',
    '{"id":" a"}',
    '{"id":"a\\n"}',
    '{"id":"."}',
    '{"id":".."}',
    `{"id":"${"a".repeat(256)}"}`,
  ])("%s is refused", (json) => {
    expect(of(json)).toHaveProperty("wrong");
  });

  it("is missing only when the member is, not when a prototype has one", () => {
    expect(of("{}")).toEqual({ missing: true });
    expect(identityOf(readValue("{}"), "toString")).toEqual({ missing: true });
  });

  it("matches an address by text, and a body without one always", () => {
    expect(isSame({ id: "7" }, "7")).toBe(true);
    expect(isSame({ id: "7" }, "8")).toBe(false);
    expect(isSame({ missing: true }, "8")).toBe(true);
  });
});
