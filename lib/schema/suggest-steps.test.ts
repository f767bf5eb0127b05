import { describe, expect, it } from "vitest";
import { suggestSteps } from "./suggest-steps";

const suggested = (before: object, after: object) => suggestSteps(JSON.stringify(before), JSON.stringify(after));
const fields = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const text = { type: "string" };

describe("Steps that help old records to fit a new schema", { timeout: 60_000 }, () => {
  it("rename a field where one went and one like it came", () => {
    expect(suggested(fields({ licence: text, n: text }), fields({ license: text, n: text }))).toEqual([
      { kind: "rename", from: "/licence", to: "/license" },
    ]);
    expect(suggested(fields({ owner: text }), fields({ responsible: text }))).toEqual([
      { kind: "rename", from: "/owner", to: "/responsible" },
    ]);
    expect(suggested(fields({ owner: text }), fields({ responsible: { type: "number" } }))).toEqual([]);
    expect(suggested(fields({ a: text, b: text }), fields({ x: text, y: text }))).toEqual([]);
  });

  it("fill what becomes required and says its value itself", () => {
    const of = (part: object) => suggested(fields({}), fields({ status: part }, { required: ["status"] }));
    expect(of({ ...text, default: "open" })).toEqual([{ kind: "default", pointer: "/status", value: "open" }]);
    expect(of({ enum: ["open"] })).toEqual([{ kind: "default", pointer: "/status", value: "open" }]);
    expect(of({ const: 1 })).toEqual([{ kind: "default", pointer: "/status", value: 1 }]);
    expect([of(text), of({ type: "number", default: "open" })]).toEqual([[], []]);
    expect(
      suggested(fields({ s: text }, { required: ["s"] }), fields({ s: { ...text, default: "" } }, { required: ["s"] })),
    ).toEqual([]);
  });

  it("read values as their new type", () => {
    const of = (before: object, after: object) => suggested(fields({ n: before }), fields({ n: after }))[0];
    expect(of({ type: "number" }, text)).toMatchObject({ kind: "coerce", pointer: "/n", to: "text" });
    expect(of(text, { type: ["number", "null"] })).toMatchObject({ to: "number" });
    expect(of({ type: "number" }, { type: "integer" })).toMatchObject({ to: "integer" });
    expect(of(text, { type: "boolean" })).toMatchObject({ to: "boolean" });
    expect(of(text, { ...text, format: "date" })).toMatchObject({ to: "date" });
    expect([of({}, text), of(text, { type: ["string", "null"] }), of({ type: "object" }, text)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("drop what is no longer listed, where the schema is closed", () => {
    const [open, closed] = [{}, { additionalProperties: false }];
    expect(suggested(fields({ a: text, b: text }), fields({ a: text }, closed))).toEqual([
      { kind: "drop", pointer: "/b" },
    ]);
    expect(suggested(fields({ a: text, b: text }), fields({ a: text }, open))).toEqual([]);
  });

  it("go into groups and through references, under their new names, and leave the identifier alone", () => {
    const before = {
      ...fields({ id: { type: "number" }, "home/address": { $ref: "#/$defs/place" } }),
      $defs: { place: fields({ zip: { type: "number" } }) },
    };
    const after = {
      ...fields({ id: text, home_address: { $ref: "#/$defs/place" } }),
      $defs: { place: fields({ zip: text }) },
    };
    expect(suggested(before, after)).toEqual([]);
    const same = { ...after, properties: { id: text, "home/address": { $ref: "#/$defs/place" } } };
    expect(suggested(before, same)).toEqual([{ kind: "coerce", pointer: "/home~1address/zip", to: "text" }]);
  });

  it("come to an end for hostile schemas", () => {
    const many = (prefix: string) =>
      fields(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`${prefix}${at}`, text])));
    expect(suggested(many("a"), { ...many("b"), additionalProperties: false }).length).toBeLessThanOrEqual(100);
    expect(suggested({ $ref: "#" }, { allOf: [{ $ref: "#" }] })).toEqual([]);
  });
});
