import { describe, expect, it } from "vitest";
import { factsAt } from "./facts";
import { kindAt, rulesInWords, setKind, sourceOfKind, kinds, type Kind } from "./kinds";
import { readDocument, type Path } from "./json-tree";
import { dropBeside, moveStep, type Direction } from "./moves";

const schemaText = `{"properties":{"a":{},"group":{"type":"object","properties":{"x":{"type":"string"},"y":{}},"required":["x"]},"list":{"type":"array","items":{"type":"object"}},"z":{"type":["string","null"],"format":"date"}}}`;
const content = { schemaText, identifierKey: "a", displayNameKey: null, filterFields: [] };
const document = readDocument(schemaText);
const step = (path: Path, direction: Direction) => moveStep(content, document, path, direction);
const keys = (text = schemaText) => Object.keys((JSON.parse(text) as { properties: object }).properties);

describe("a field moved by one step", () => {
  it("goes up and down among its siblings, and stays at the ends", () => {
    expect(keys(step(["properties", "z"], "up")?.content.schemaText)).toEqual(["a", "group", "z", "list"]);
    expect(keys(step(["properties", "a"], "down")?.content.schemaText)).toEqual(["group", "a", "list", "z"]);
    expect(step(["properties", "a"], "up")).toBeUndefined();
    expect(step(["properties", "z"], "down")).toBeUndefined();
  });

  it("goes into the group or list of groups before it, and only there", () => {
    expect(step(["properties", "z"], "in")?.path).toEqual(["properties", "list", "items", "properties", "z"]);
    expect(step(["properties", "list"], "in")?.path).toEqual(["properties", "group", "properties", "list"]);
    expect(step(["properties", "group"], "in")).toBeUndefined();
  });

  it("comes out behind the group it was in, still required", () => {
    const out = step(["properties", "group", "properties", "x"], "out");
    expect(out?.path).toEqual(["properties", "x"]);
    expect(keys(out?.content.schemaText)).toEqual(["a", "group", "x", "list", "z"]);
    expect(JSON.parse(out?.content.schemaText ?? "")).toMatchObject({ required: ["x"] });
    expect(step(["properties", "a"], "out")).toBeUndefined();
  });

  it("is dropped before or behind another, in its own group or elsewhere", () => {
    const drop = (path: Path, target: Path, after: boolean) =>
      dropBeside(content, document, path, target, after)?.content.schemaText;
    expect(keys(drop(["properties", "z"], ["properties", "a"], false))).toEqual(["z", "a", "group", "list"]);
    expect(keys(drop(["properties", "a"], ["properties", "list"], true))).toEqual(["group", "list", "a", "z"]);
    const inside = drop(["properties", "a"], ["properties", "group", "properties", "x"], true) ?? "";
    const { group } = (JSON.parse(inside) as { properties: { group: { properties: object } } }).properties;
    expect(Object.keys(group.properties)).toEqual(["x", "a", "y"]);
    expect(drop(["properties", "a"], ["properties", "a"], true)).toBeUndefined();
  });
});

describe("a field's kind", () => {
  it("is read and set in words, and keeps whether null is allowed", () => {
    expect(kindAt(document, ["properties", "z"])).toBe("date");
    const text = setKind(document, ["properties", "z"], "text");
    expect(text.text).toBe(schemaText.replace(',"format":"date"', ""));
    expect(kindAt(text, ["properties", "z"])).toBe("text");
    expect(kindAt(document, ["properties", "a"])).toBe("any");
    for (const kind of Object.keys(kinds) as Kind[]) {
      const made = readDocument(`{"properties":{"n":${sourceOfKind(kind)}}}`);
      expect(kindAt(made, ["properties", "n"])).toBe(kind);
      expect(kindAt(setKind(document, ["properties", "z"], kind), ["properties", "z"])).toBe(kind);
    }
  });

  it("comes with its rules in a few words", () => {
    const one = readDocument(`{"type":["string","null"],"enum":["a",null],"minLength":2,"uniqueItems":true}`);
    expect(rulesInWords(factsAt(one, []))).toBe("or null · 2 to choose from · ≥ 2 characters");
  });
});
