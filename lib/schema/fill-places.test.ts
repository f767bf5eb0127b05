import { describe, expect, it } from "vitest";
import { fieldChoices, missingFields, ownPlace } from "./fill-places";

const schema = {
  type: "object",
  required: ["name", "owner"],
  properties: {
    name: { type: "string", title: "Name" },
    owner: { type: "object", title: "Owner", properties: { mail: { type: "string", title: "Mail" } } },
  },
};
const facts = { schema, identifierKey: "id" };

describe("the fields that columns can fill", () => {
  it("offers the identifier although the schema does not declare it, and nested fields by the way to them", () => {
    expect(fieldChoices(facts)).toEqual([
      { pointer: "/id", label: "id" },
      { pointer: "/name", label: "Name" },
      { pointer: "/owner/mail", label: "Owner › Mail" },
    ]);
  });

  it("names the identifier and required fields that nothing fills; a field inside fills the one around it", () => {
    expect(missingFields(facts, new Set(["/name"]))).toEqual(["id", "owner"]);
    expect(missingFields(facts, new Set(["/id", "/name", "/owner/mail"]))).toEqual([]);
    expect(missingFields(facts, new Set(["/id", "/name", "/ownership"]))).toEqual(["owner"]);
  });

  it("keeps a column under its own name unless the schema takes no other fields", () => {
    expect(ownPlace(schema, "a/b")).toBe("/a~1b");
    expect(ownPlace({ ...schema, additionalProperties: false }, "a/b")).toBeUndefined();
    expect(ownPlace(schema, "")).toBeUndefined();
  });
});
