import { describe, expect, it } from "vitest";
import { compareSchemas, type Comparison } from "./compare";

const compared = (before: object, after: object): Comparison =>
  compareSchemas(JSON.stringify(before), JSON.stringify(after));

/** The class and the sentences, as somebody reads them. */
const read = (before: object, after: object) => {
  const { kind, entries } = compared(before, after);
  return [kind, ...entries.map(({ pointer, effect, says }) => `${effect} ${pointer}: ${says}`)];
};

const fields = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const text = { type: "string" };

describe("A change of a schema in words", () => {
  it("tells what becomes required, and what no longer is", () => {
    const [open, asked] = [fields({ owner: text }), fields({ owner: text }, { required: ["owner"] })];
    expect(read(open, asked)).toEqual(["breaking", 'breaking /owner: "owner" becomes required']);
    expect(compared(open, asked).entries[0]).toMatchObject({
      schemaPointer: "/required",
      because: "Records without it would be refused.",
    });
    expect(read(asked, open)).toEqual(["compatible", 'compatible /owner: "owner" is no longer required']);
  });

  it("tells types that go, come and change", () => {
    const of = (type: unknown) => fields({ n: { type } });
    expect(read(of(["string", "null"]), of("string"))).toEqual(["breaking", 'breaking /n: "n" may no longer be null']);
    expect(read(of("string"), of(["string", "null"]))).toEqual(["compatible", 'compatible /n: "n" may also be null']);
    expect(read(of("string"), of("number"))).toEqual(["breaking", 'breaking /n: "n" changes from text to a number']);
    expect(read(of("integer"), of("number"))[0]).toBe("compatible");
    expect(read(of("number"), of("integer"))).toEqual([
      "breaking",
      'breaking /n: "n" may no longer be a number with decimals',
    ]);
  });

  it("tells choices, bounds, patterns and formats", () => {
    const of = (part: object) => fields({ n: part });
    expect(read(of({ enum: ["a", "b"] }), of({ enum: ["a", "c"] }))).toEqual([
      "breaking",
      'breaking /n: "n" may no longer be "b"',
    ]);
    expect(read(of({ enum: ["a"] }), of({ enum: ["a", "c"] }))).toEqual([
      "compatible",
      'compatible /n: "n" may also be "c"',
    ]);
    expect(read(of({ type: "integer", minimum: 1 }), of({ type: "integer", exclusiveMinimum: 0 }))[0]).toBe("notes");
    expect(read(of({ minimum: 1 }), of({ minimum: 5 }))).toEqual([
      "breaking",
      'breaking /n: "n" must be at least 5; it was at least 1',
    ]);
    expect(read(of({ ...text, maxLength: 5 }), of({ ...text, maxLength: 9 }))).toEqual([
      "compatible",
      'compatible /n: "n" may have at most 9 characters; it was 5',
    ]);
    expect(read(of(text), of({ ...text, format: "date" }))).toEqual(["breaking", 'breaking /n: "n" must be a date']);
    expect(read(of(text), of({ ...text, pattern: "^a" }))).toEqual(["breaking", 'breaking /n: "n" must match ^a']);
    expect(read(of(text), of({ ...text, format: "iri" }))[0]).toBe("notes");
  });

  it("knows that an added field is only safe where nothing could stand there before", () => {
    const [open, closed] = [{}, { additionalProperties: false }];
    expect(read(fields({}, open), fields({ owner: text }, open))).toEqual([
      "breaking",
      'breaking /owner: "owner" is added as text',
    ]);
    expect(read(fields({}, closed), fields({ owner: text }, closed))).toEqual([
      "compatible",
      'compatible /owner: "owner" is added as an optional field',
    ]);
    expect(read(fields({}, open), fields({ owner: {} }, open))[0]).toBe("notes");
    expect(read(fields({ owner: text }, closed), fields({}, closed))).toEqual([
      "breaking",
      'breaking /owner: "owner" is no longer a field of the schema',
    ]);
    expect(read(fields({ owner: text }, open), fields({}, open))).toEqual([
      "compatible",
      'compatible /owner: "owner" is no longer described; any value is accepted',
    ]);
    expect(read(fields({}, open), fields({}, closed))).toEqual([
      "breaking",
      "breaking : Fields that the schema does not list are refused",
    ]);
  });

  it("knows that the identifier may stand in a closed record without being declared", () => {
    const closed = { additionalProperties: false };
    expect(read(fields({}, closed), fields({ id: text }, closed))[0]).toBe("breaking");
    expect(
      compareSchemas(JSON.stringify(fields({}, closed)), JSON.stringify(fields({ id: text }, closed)), {
        identifierKey: "purl",
      }).kind,
    ).toBe("compatible");
  });

  it("names places inside lists and groups", () => {
    const of = (part: object) => fields({ people: { type: "array", items: fields({ name: part }) } });
    expect(read(of(text), of({ ...text, minLength: 1 }))).toEqual([
      "breaking",
      'breaking /people/*/name: "name" of each item of "people" needs at least 1 character',
    ]);
  });

  it("follows references on both sides, in both editions, through loops", () => {
    const tree = (name: object, keyword: string, edition: string) => ({
      $schema: edition,
      $ref: `#/${keyword}/node`,
      [keyword]: { node: fields({ name, children: { items: { $ref: `#/${keyword}/node` } } }) },
    });
    const old = "http://json-schema.org/draft-07/schema#";
    const modern = "https://json-schema.org/draft/2020-12/schema";
    expect(read(tree(text, "definitions", old), tree(text, "$defs", modern))[0]).toBe("notes");
    expect(read(tree(text, "definitions", old), tree({ type: ["string", "null"] }, "$defs", modern))[0]).toBe(
      "compatible",
    );
    expect(read(tree({}, "$defs", modern), tree(text, "definitions", old)).slice(0, 2)).toEqual([
      "breaking",
      'breaking /name: "name" must be text',
    ]);
  });

  it("goes through alternatives one by one", () => {
    const kind = (name: string, more: object = {}) =>
      fields({ kind: { const: name }, ...more }, { required: ["kind"] });
    const of = (...oneOf: object[]) => ({ oneOf });
    expect(read(of(kind("a"), kind("b")), of(kind("a"), kind("b"), kind("c")))[0]).toBe("compatible");
    expect(read(of(kind("a"), kind("b")), of(kind("a")))[0]).toBe("breaking");
    expect(
      read(fields({ n: { type: ["string", "null"] } }), fields({ n: { anyOf: [text, { type: "null" }] } }))[0],
    ).toBe("notes");
    const choice = (...values: string[]) =>
      fields({ n: { oneOf: values.map((value) => ({ const: value, title: value })) } });
    expect(read(choice("a"), choice("a", "b"))).toEqual(["compatible", 'compatible /n: "n" may also be "b"']);
  });

  it("calls it breaking where it cannot be told", () => {
    const of = (minimum: number) => fields({ n: { not: { minimum } } });
    expect(read(of(3), of(5))[0]).toBe("compatible");
    expect(read(of(5), of(3))).toEqual(["breaking", 'breaking /n: What is ruled out for "n" changes']);
  });

  it("keeps titles, descriptions and unknown keywords apart from what judges", () => {
    expect(
      read(fields({ n: text }), { ...fields({ n: { ...text, title: "N", "x-mask": true } }), description: "d" }),
    ).toEqual([
      "notes",
      "notes : The description of the schema is added",
      'notes /n: The title of "n" is added',
      'notes /n: The keyword x-mask of "n" is added',
    ]);
    expect(read(fields({ n: text }), { properties: { n: text }, type: "object" })).toEqual(["same"]);
  });
});

describe("Hostile schemas", { timeout: 60_000 }, () => {
  const many = (count: number, part: unknown) =>
    fields(Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, part])));
  const doubling = (levels: number, end: object) => {
    const $defs = Object.fromEntries(
      Array.from({ length: levels }, (_, at) => {
        const next = { $ref: at + 1 === levels ? "#/$defs/end" : `#/$defs/l${at + 1}` };
        return [`l${at}`, { anyOf: [fields({ x: next }), fields({ y: next })] }];
      }),
    );
    return { $ref: "#/$defs/l0", $defs: { ...$defs, end } };
  };
  const ring = (length: number, end: object) => ({
    $ref: "#/$defs/n0",
    $defs: Object.fromEntries(
      Array.from({ length }, (_, at) => [`n${at}`, fields({ next: { $ref: `#/$defs/n${(at + 1) % length}` }, end })]),
    ),
  });
  const loop = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/b" }, b: { allOf: [{ $ref: "#/$defs/a" }] } } };
  const alternatives = (count: number, end: number) => ({
    anyOf: Array.from({ length: count }, (_, at) => fields({ [`p${at}`]: { minimum: at === 0 ? end : at } })),
  });
  const hostile: [string, object, object, Comparison["kind"]][] = [
    ["20,000 properties that all change", many(20_000, text), many(20_000, { type: "number" }), "breaking"],
    ["20,000 properties that all widen", many(20_000, text), many(20_000, {}), "compatible"],
    ["60,000 properties", many(60_000, {}), many(60_000, text), "breaking"],
    ["2^n ways to the same value", doubling(40, text), doubling(40, {}), "compatible"],
    ["2^n ways, narrowed", doubling(40, {}), doubling(40, text), "breaking"],
    ["rings of 64 and 63 references", ring(64, {}), ring(63, text), "breaking"],
    ["a schema that leads back to itself in place", loop, fields({ a: text }), "breaking"],
    ["300 alternatives", alternatives(300, 1), alternatives(300, 2), "breaking"],
    ["an enum of 50,000", { enum: [...Array(50_000).keys()] }, { enum: [...Array(49_999).keys()] }, "breaking"],
  ];

  it.each(hostile)("%s", (_name, before, after, kind) => {
    const first = process.cpuUsage();
    const comparison = compared(before, after);
    const { user, system } = process.cpuUsage(first);
    expect(comparison.kind).toBe(kind);
    expect(comparison.entries.length).toBeLessThanOrEqual(200);
    // The processor's time, not the clock's: a busy machine must not fail the promise.
    expect((user + system) / 1_000).toBeLessThan(8_000);
  });

  it("says when there is more than it tells", () => {
    expect(compared(many(300, text), many(300, { type: "number" }))).toMatchObject({ kind: "breaking", cut: true });
    expect(compared({}, { $ref: "https://example.com/elsewhere" })).toMatchObject({ kind: "breaking" });
  });
});
