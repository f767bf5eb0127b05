import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsAt } from "./facts";
import {
  addField,
  EditRefusal,
  fieldAt,
  isRequired,
  moveField,
  removeField,
  renameField,
  reorderField,
  setRequired,
} from "./field-edits";
import { nodeAt, readDocument, sourceOf, type JsonDocument, type JsonNode, type Path } from "./json-tree";
import {
  choicesAt,
  sameSource,
  setChoices,
  setKeyword,
  setNullable,
  setTypes,
  typeNames,
  typesAt,
} from "./keyword-edits";
import { laidOutText } from "./json-layout";
import { documentText, fieldName, schemaText } from "./made-schemas";
import { builderRows, pointerOfPath } from "./rows";

/** Every value with its place, in the order of the text, with its own letters. */
function outline(document: JsonDocument): string[] {
  const lines: string[] = [];
  const walk = (node: JsonNode, path: Path) => {
    const scalar = node.kind !== "object" && node.kind !== "array";
    lines.push(`${pointerOfPath(path)} ${scalar ? sourceOf(document, node) : node.kind}`);
    if (node.kind === "object") for (const { key, value } of node.members) walk(value, [...path, key]);
    if (node.kind === "array") node.items.forEach((item, at) => walk(item, [...path, at]));
  };
  walk(document.root, []);
  return lines;
}

/** The outline without what stands at or under some places. */
const beside = (document: JsonDocument, places: readonly string[]) =>
  outline(document).filter(
    (line) => !places.some((place) => line.startsWith(`${place} `) || line.startsWith(`${place}/`)),
  );

/** The tree that an edit left is the tree of the text that it left. */
const isWhole = (document: JsonDocument) => expect(readDocument(document.text)).toEqual(document);

function every(document: JsonDocument): Path[] {
  const open = new Set<string>();
  for (let size = -1; size < open.size;) {
    size = open.size;
    for (const row of builderRows(document, open)) if (row.holds) open.add(row.id);
  }
  return [
    [],
    ...builderRows(document, open)
      .filter(({ kind }) => kind !== "shelf")
      .map(({ path }) => path),
  ];
}

const fieldsIn = (document: JsonDocument) => every(document).filter((path) => fieldAt(path)?.shelf === "properties");
const holdersIn = (document: JsonDocument) =>
  every(document).filter((path) => {
    const node = nodeAt(document, path);
    const properties = nodeAt(document, [...path, "properties"]);
    return node?.kind === "object" && (!properties || properties.kind === "object");
  });

/** Writes everything that the builder reads back by its own edits. */
function writtenBack(document: JsonDocument): JsonDocument {
  let now = document;
  for (const path of every(document)) {
    const facts = factsAt(now, path);
    for (const [keyword, source] of facts.sources) if (source !== "") now = setKeyword(now, path, keyword, source);
    const types = typesAt(now, path);
    if (types) now = setTypes(now, path, types);
    const choices = choicesAt(now, path);
    if (choices) now = setChoices(now, path, choices);
    const field = fieldAt(path);
    if (field) {
      now = renameField(now, path, field.name).document;
      now = setRequired(now, field.holder, field.name, isRequired(now, field.holder, field.name));
    }
  }
  return now;
}

const modules = new URL("../../../node_modules/", import.meta.url);
const store = (file: string) => readFileSync(new URL(file, modules), "utf8");
const published = [
  "knip/schema.json",
  "next/analyze/graph-v1.schema.json",
  "ajv/dist/refs/json-schema-draft-07.json",
  "ajv/dist/refs/json-schema-2020-12/schema.json",
  "ajv/dist/refs/json-schema-2020-12/meta/applicator.json",
  "ajv/dist/refs/json-schema-2020-12/meta/validation.json",
  "@cyclonedx/cyclonedx-library/res/schema/bom-1.5.SNAPSHOT.schema.json",
  "@cyclonedx/cyclonedx-library/res/schema/spdx.SNAPSHOT.schema.json",
];

/** The schemas of every test of the JSON Schema Test Suite, as they stand in its files. */
const suite = readdirSync(new URL("json-schema-test-suite/tests", modules), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".json"))
  .map((file) => [file, schemasIn(store(`json-schema-test-suite/tests/${file}`))] as const);

function schemasIn(text: string): string[] {
  const groups = readDocument(text);
  if (groups.root.kind !== "array") throw new Error("A file of the suite is a list of groups");
  return groups.root.items.flatMap((_, at) => {
    const schema = nodeAt(groups, [at, "schema"]);
    return schema ? [sourceOf(groups, schema)] : [];
  });
}

describe("builder ∘ parse is the identity", () => {
  it("writes back what it read, letter by letter, on generated schemas", () => {
    fc.assert(
      fc.property(documentText, (text) => {
        expect(writtenBack(readDocument(text)).text).toBe(text);
      }),
    );
  });

  it.each(published)("and on %s", (file) => {
    const text = store(file);
    expect(writtenBack(readDocument(text)).text).toBe(text);
  });

  it.each(suite)("and on every schema of the test suite's %s", (_, texts) => {
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(writtenBack(readDocument(text)).text).toBe(text);
  });
});

describe("a text laid out anew", () => {
  it("differs in nothing but blanks, on generated schemas", () => {
    fc.assert(
      fc.property(documentText, (text) => {
        expect(sameSource(laidOutText(readDocument(text)), text)).toBe(true);
      }),
    );
  });
});

describe("an edit changes what it names", () => {
  it("and nothing else, when a keyword is set or taken away", () => {
    const keyword = fc.constantFrom("title", "minimum", "x-sensitive", "default", "enum", "items");
    const edit = fc.tuple(documentText, fc.nat(), keyword, fc.option(schemaText));
    fc.assert(
      fc.property(edit, ([text, seed, name, source]) => {
        const document = readDocument(text);
        const paths = every(document).filter((path) => nodeAt(document, path)?.kind === "object");
        const path = paths[seed % paths.length] ?? [];
        const after = setKeyword(document, path, name, source ?? undefined);
        isWhole(after);
        const place = pointerOfPath([...path, name]);
        expect(beside(after, [place])).toEqual(beside(document, [place]));
        const set = nodeAt(after, [...path, name]);
        if (source === null) expect(set).toBeUndefined();
        else expect(set && JSON.parse(sourceOf(after, set))).toEqual(JSON.parse(source));
      }),
    );
  });

  it("a new field is taken away without a trace", () => {
    fc.assert(
      fc.property(documentText, fc.nat(), fieldName, schemaText, (text, seed, name, source) => {
        const document = readDocument(text);
        const holders = holdersIn(document).filter((path) => nodeAt(document, [...path, "properties"]));
        const holder = holders[seed % holders.length];
        if (!holder || name === "" || nodeAt(document, [...holder, "properties", name])) return;
        if (isRequired(document, holder, name)) return;
        const added = addField(document, holder, name, source);
        isWhole(added.document);
        expect(beside(added.document, [pointerOfPath(added.path)])).toEqual(outline(document));
        expect(outline(removeField(added.document, added.path))).toEqual(outline(document));
      }),
    );
  });

  it("a renamed field stands where it stood, and renamed back all is as it was", () => {
    fc.assert(
      fc.property(documentText, fc.nat(), fieldName, (text, seed, name) => {
        const document = readDocument(text);
        const fields = fieldsIn(document);
        const path = fields[seed % fields.length];
        const field = path && fieldAt(path);
        if (!path || !field || nodeAt(document, [...field.holder, "properties", name])) return;
        if (isRequired(document, field.holder, name)) return;
        const renamed = renameField(document, path, name);
        isWhole(renamed.document);
        expect(isRequired(renamed.document, field.holder, name)).toBe(isRequired(document, field.holder, field.name));
        const back = renameField(renamed.document, renamed.path, field.name).document;
        expect(outline(back)).toEqual(outline(document));
      }),
    );
  });

  it("a field goes to any place among its siblings and back", () => {
    fc.assert(
      fc.property(documentText, fc.nat(), fc.nat({ max: 4 }), (text, seed, to) => {
        const document = readDocument(text);
        const fields = fieldsIn(document);
        const path = fields[seed % fields.length];
        const shelf = path && nodeAt(document, path.slice(0, -1));
        if (!path || shelf?.kind !== "object") return;
        const from = shelf.members.findIndex(({ key }) => key === path.at(-1));
        const moved = reorderField(document, path, to);
        isWhole(moved);
        const after = nodeAt(moved, path.slice(0, -1));
        const place = after?.kind === "object" ? after.members.findIndex(({ key }) => key === path.at(-1)) : -1;
        expect(place).toBe(Math.min(to, shelf.members.length - 1));
        expect(reorderField(moved, path, from).text).toBe(text);
      }),
    );
  });

  it("a field moved into another object takes its value and its being required along, and comes back", () => {
    fc.assert(
      fc.property(documentText, fc.nat(), fc.nat(), (text, seed, other) => {
        const document = readDocument(text);
        const [fields, holders] = [fieldsIn(document), holdersIn(document)];
        const path = fields[seed % fields.length];
        const holder = holders[other % holders.length];
        const field = path && fieldAt(path);
        if (!path || !holder || !field || field.name === "") return;
        let moved;
        try {
          moved = moveField(document, path, holder);
        } catch (error) {
          expect(error).toBeInstanceOf(EditRefusal);
          return;
        }
        isWhole(moved.document);
        const required = isRequired(document, field.holder, field.name);
        if (required) expect(isRequired(moved.document, holder, field.name)).toBe(true);
        const [before, after] = [nodeAt(document, path), nodeAt(moved.document, moved.path)];
        const sourceBefore = before && sourceOf(document, before).replace(/\s+/g, "");
        expect(after && sourceOf(moved.document, after).replace(/\s+/g, "")).toBe(sourceBefore);
        const back = moveField(moved.document, moved.path, field.holder);
        const touched = [field.holder, holder].flatMap((at) => [
          pointerOfPath([...at, "required"]),
          pointerOfPath([...at, "properties"]),
        ]);
        expect(beside(back.document, touched)).toEqual(beside(document, touched));
      }),
    );
  });

  it("types and null go on and off", () => {
    const some = fc.uniqueArray(fc.constantFrom(...typeNames), { maxLength: 4 });
    fc.assert(
      fc.property(documentText, fc.nat(), some, (text, seed, types) => {
        const document = readDocument(text);
        const paths = every(document).filter((path) => nodeAt(document, path)?.kind === "object");
        const path = paths[seed % paths.length] ?? [];
        const typed = setTypes(document, path, types);
        isWhole(typed);
        expect([...(typesAt(typed, path) ?? [])].sort()).toEqual([...types].sort());
        const nullable = setNullable(typed, path, true);
        isWhole(nullable);
        if (types.length > 0) expect(typesAt(nullable, path)).toContain("null");
        const choices = choicesAt(nullable, path);
        if (choices) expect(choices).toContain("null");
        const never = setNullable(nullable, path, false);
        expect(typesAt(never, path) ?? []).not.toContain("null");
        expect(choicesAt(never, path) ?? []).not.toContain("null");
        const places = ["type", "enum"].map((keyword) => pointerOfPath([...path, keyword]));
        expect(beside(never, places)).toEqual(beside(document, places));
      }),
    );
  });
});
