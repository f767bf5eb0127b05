import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, holdsMask, MASK, pathTexts, touches, withoutSensitive } from "./mask";
import { sensitivePaths } from "./sensitive";

const pathsOf = (schema: unknown) => pathTexts(sensitivePaths(JSON.stringify(schema)));
const secret = { type: "string", "x-sensitive": true };

describe("sensitivePaths", () => {
  it("finds marks in members, lists and members of any name", () => {
    const list = { items: { properties: { phone: secret, name: {} } } };
    expect(pathsOf({ properties: { ssn: secret, open: {}, contacts: list } })).toEqual(["/contacts/*/phone", "/ssn"]);
    expect(pathsOf({ properties: { byName: { additionalProperties: secret } } })).toEqual(["/byName/*"]);
    expect(pathsOf({ properties: { a: { patternProperties: { "^x": { properties: { b: secret } } } } } })).toEqual([
      "/a/*/b",
    ]);
    expect(pathsOf({ properties: { pair: { prefixItems: [{}, secret] } } })).toEqual(["/pair/*"]);
  });

  it("finds marks behind references and in every branch that may apply", () => {
    const $defs = { secret, person: { properties: { ssn: { $ref: "#/$defs/secret" } } } };
    expect(pathsOf({ $defs, properties: { owner: { $ref: "#/$defs/person" } } })).toEqual(["/owner/ssn"]);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      expect(pathsOf({ [keyword]: [{}, { properties: { ssn: secret } }] })).toEqual(["/ssn"]);
    }
    const branches = { if: {}, then: { properties: { a: secret } }, else: { properties: { b: secret } } };
    expect(pathsOf(branches)).toEqual(["/a", "/b"]);
    const beside = { $schema: "http://json-schema.org/draft-07/schema#", definitions: { any: {} } };
    const marked = { $ref: "#/definitions/any", "x-sensitive": true };
    expect(pathsOf({ ...beside, properties: { a: marked } })).toEqual(["/a"]);
  });

  it("reads nothing from what is not reached, and only true as a mark", () => {
    expect(
      pathsOf({ $defs: { secret }, properties: { a: { "x-sensitive": false }, b: { "x-sensitive": 1 } } }),
    ).toEqual([]);
    expect(pathsOf({ properties: { "x-sensitive": { type: "boolean" } } })).toEqual([]);
  });

  it("takes a mark on the whole record for one on each member", () => {
    expect(pathsOf({ "x-sensitive": true, properties: { a: secret } })).toEqual(["/*"]);
  });

  it("masks whole what a schema that refers to itself marks far down", () => {
    const tree = { properties: { ssn: secret, children: { items: { $ref: "#" } } } };
    const paths = sensitivePaths(JSON.stringify(tree));
    expect(pathTexts(paths)).toContain("/ssn");
    expect(pathTexts(paths)).toContain("/children/*/children/*/ssn");
    const deep = Array.from({ length: 30 }, () => ["children", "0"]).flat();
    expect(touches(paths, [...deep, "ssn"])).toBe(true);
    expect(paths.some((path) => covers(path, [...deep, "ssn"]))).toBe(true);
  });

  it("stays small whatever the schema is, and never says less", () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`p${at}`, { properties: { ssn: secret } }]),
    );
    const paths = sensitivePaths(JSON.stringify({ properties: { wide: { properties: many }, name: {} } }));
    expect(paths).toEqual([["wide"]]);
    expect(sensitivePaths(JSON.stringify({ properties: many }))).toEqual([[null]]);
  });

  it("holds for schemas of any nesting: the place of a mark is always covered", () => {
    const steps = fc.array(fc.constantFrom("name", "items", "allOf", "any"), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (ways) => {
        const nest = (inner: object, way: string): object => {
          if (way === "items") return { items: inner };
          if (way === "allOf") return { allOf: [inner] };
          return way === "any" ? { additionalProperties: inner } : { properties: { name: inner } };
        };
        const schema = ways.reduceRight(nest, secret);
        const place = ways.filter((way) => way !== "allOf").map((way) => (way === "name" ? "name" : "0"));
        const paths = sensitivePaths(JSON.stringify(schema));
        const asked = place.length ? place : ["anything"];
        expect(paths.some((path) => covers(path, asked))).toBe(true);
      }),
    );
  });
});

describe("what is said of sensitive values", () => {
  const paths = [["ssn"], ["contacts", null, "phone"]];

  it("knows a place by what it is, lies in or holds", () => {
    expect(touches(paths, ["ssn"])).toBe(true);
    expect(touches(paths, ["ssn", "part"])).toBe(true);
    expect(touches(paths, ["contacts"])).toBe(true);
    expect(touches(paths, ["contacts", "0", "phone"])).toBe(true);
    expect(touches(paths, ["contacts", null, "name"])).toBe(false);
    expect(touches(paths, ["name"])).toBe(false);
  });

  it("finds the mask only where something sensitive stands", () => {
    expect(holdsMask({ ssn: MASK }, paths)).toBe(true);
    expect(holdsMask({ contacts: [{ phone: "1" }, { phone: MASK }] }, paths)).toBe(true);
    expect(holdsMask({ name: MASK, contacts: [{ name: MASK }] }, paths)).toBe(false);
  });

  it("tells of a problem inside a sensitive value only that there is one", () => {
    const problem = (pointer: string) => ({ pointer, keyword: "pattern", message: "must match" });
    const given = [problem("/name"), problem("/ssn/alice"), problem("/ssn"), problem("/contacts/3/phone")];
    const told = withoutSensitive(given, paths);
    expect(told.map(({ pointer }) => pointer)).toEqual(["/name", "/ssn", "/contacts/3/phone"]);
    expect(told[1]?.message).toBe("does not fit the schema; its value is sensitive");
  });
});
