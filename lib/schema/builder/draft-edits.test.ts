import { describe, expect, it } from "vitest";
import type { DraftContent } from "./draft-content";
import { declarableType, moveInDraft, removeInDraft, renameInDraft } from "./draft-edits";
import { redone, startHistory, undone, withEdit } from "./edit-history";
import { factsAt } from "./facts";
import { readDocument } from "./json-tree";
import { builderRows } from "./rows";

const schemaText = `{
  "type": "object",
  "required": ["id", "city"],
  "properties": {
    "id": { "type": "string" },
    "city": { "type": "string", "minimum": 3 },
    "address": { "type": "object", "properties": { "zip": { "type": "integer" } } },
    "tags": { "type": "array", "items": { "type": "object", "properties": { "since": { "format": "date", "type": "string" } } } }
  },
  "dependentRequired": { "city": ["address"] },
  "if": { "required": ["city"] },
  "then": { "properties": { "address": { "$ref": "#/properties/city" } } }
}`;
const content: DraftContent = {
  schemaText,
  identifierKey: "id",
  displayNameKey: "city",
  filterFields: [
    { pointer: "/city", type: "text" },
    { pointer: "/address/zip", type: "number" },
  ],
};
const document = readDocument(schemaText);

describe("a draft's edits", () => {
  it("carry the identifier, the display name and the declared fields along with a rename", () => {
    const named = renameInDraft(content, document, ["properties", "id"], "key").content;
    expect(named.identifierKey).toBe("key");
    const town = renameInDraft(content, document, ["properties", "city"], "town");
    expect(town.content.displayNameKey).toBe("town");
    expect(town.content.filterFields[0]?.pointer).toBe("/town");
    expect(town.content.schemaText).toBe(
      schemaText.replace('"city": { "type"', '"town": { "type"').replace('["id", "city"]', '["id", "town"]'),
    );
    const home = renameInDraft(content, document, ["properties", "address"], "home~/x").content;
    expect(home.filterFields[1]?.pointer).toBe("/home~0~1x/zip");
  });

  it("say what still names a field that was renamed", () => {
    const [note] = renameInDraft(content, document, ["properties", "city"], "town").notes;
    for (const place of ["/dependentRequired", "/if/required", "/then/properties/address/$ref"]) {
      expect(note).toContain(place);
    }
    expect(renameInDraft(content, document, ["properties", "tags"], "labels").notes).toEqual([]);
  });

  it("follow a field into a group, and let go of it in a list", () => {
    const inside = moveInDraft(content, document, ["properties", "city"], ["properties", "address"]);
    expect(inside.content.filterFields[0]?.pointer).toBe("/address/city");
    expect(inside.content.displayNameKey).toBeNull();
    const listed = moveInDraft(content, document, ["properties", "city"], ["properties", "tags", "items"]);
    expect(listed.content.filterFields.map(({ pointer }) => pointer)).toEqual(["/address/zip"]);
  });

  it("take back what was declared of a removed field", () => {
    const { content: left, notes } = removeInDraft(content, document, ["properties", "address"]);
    expect(left.filterFields.map(({ pointer }) => pointer)).toEqual(["/city"]);
    expect(notes.join()).toContain("/dependentRequired");
    const anonymous = removeInDraft(content, document, ["properties", "id"]);
    expect(anonymous.content.identifierKey).toBe("id");
    expect(anonymous.notes.join()).toContain("tells records apart");
  });

  it("refuse to move a field into itself, or onto a name that is taken", () => {
    expect(() =>
      moveInDraft(content, document, ["properties", "address"], ["properties", "address", "properties", "zip"]),
    ).toThrow("into itself");
    expect(() => renameInDraft(content, document, ["properties", "id"], "city")).toThrow("already");
  });

  it("know which fields can be declared, and as what", () => {
    const type = (...path: string[]) => declarableType(document, path);
    expect(type("properties", "city")).toBe("text");
    expect(type("properties", "address", "properties", "zip")).toBe("number");
    expect(type("properties", "address")).toBeUndefined();
    expect(type("properties", "tags", "items", "properties", "since")).toBe("date");
  });
});

describe("what the builder shows", () => {
  it("is one line a field, nested ones only where they are open", () => {
    const names = (open: string[]) => builderRows(document, new Set(open)).map(({ name, level }) => `${level} ${name}`);
    expect(names([])).toEqual(["0 id", "0 city", "0 address", "0 tags"]);
    expect(names(["/properties/tags", "/properties/tags/items"])).toEqual([
      "0 id",
      "0 city",
      "0 address",
      "0 tags",
      "1 each item",
      "2 since",
    ]);
  });

  it("names the keywords that it keeps, and those that say nothing of such a value", () => {
    expect(factsAt(document, []).kept.map(({ keyword }) => keyword)).toEqual(["dependentRequired", "if", "then"]);
    expect(factsAt(document, ["properties", "city"]).kept).toEqual([{ keyword: "minimum", idle: ["string"] }]);
    expect(factsAt(document, ["properties", "nobody"]).form).toBe("missing");
  });

  it("of 5,000 fields is 5,000 lines, and of 250 levels those that are drawn", () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`f${at}`, { type: "string" }]));
    const many = readDocument(JSON.stringify({ type: "object", properties: wide }));
    expect(builderRows(many, new Set())).toHaveLength(5_000);
    let deep = "{}";
    for (let level = 0; level < 80; level++) deep = `{"properties":{"a":${deep}}}`;
    const levels = readDocument(deep);
    const everything = { has: () => true } as unknown as ReadonlySet<string>;
    expect(builderRows(levels, everything).length).toBeLessThan(60);
    expect(() => readDocument("[".repeat(300) + "]".repeat(300))).toThrow("deeper");
  });
});

describe("the history of an author's edits", () => {
  const titled = (title: string) => ({ ...content, displayNameKey: title });
  it("goes back and forth, and forgets what was undone when something else is done", () => {
    let history = withEdit(startHistory(content), titled("a"), { what: "a", at: 1 });
    history = withEdit(history, titled("b"), { what: "b", at: 2 });
    expect(undone(history).present.content).toEqual(titled("a"));
    expect(redone(undone(history)).present.content).toEqual(titled("b"));
    const other = withEdit(undone(history), titled("c"), { what: "c", at: 3 });
    expect(other.future).toEqual([]);
    expect(undone(undone(undone(other))).present.content).toEqual(content);
  });

  it("joins what was typed at once, and nothing that was not", () => {
    const typed = (texts: [string, number][]) =>
      texts.reduce(
        (history, [text, at]) => withEdit(history, titled(text), { what: "typed", group: "code", at }),
        startHistory(content),
      );
    expect(
      typed([
        ["a", 0],
        ["ab", 500],
        ["abc", 1_000],
      ]).past,
    ).toHaveLength(1);
    expect(
      typed([
        ["a", 0],
        ["ab", 5_000],
      ]).past,
    ).toHaveLength(2);
    expect(withEdit(startHistory(content), { ...content }, { what: "", at: 1 }).past).toHaveLength(0);
  });

  it("keeps a bounded number of letters", () => {
    const long = "x".repeat(3_000_000);
    let history = startHistory(content);
    for (let at = 0; at < 20; at++)
      history = withEdit(history, { ...content, schemaText: long + at }, { what: "", at });
    expect(history.past.length).toBeLessThan(9);
    expect(history.past.length).toBeGreaterThan(3);
  });
});
