import { expect, test } from "vitest";
import * as flag from "./admin-flags";
import { findVerb, usage, verbs } from "./admin-verbs";

const flags = {
  name: flag.needed(flag.text("a name")),
  account: flag.id("an account"),
  connections: flag.ids("connections"),
  plan: flag.oneOf(["full", "basic"], "a plan"),
  expires: flag.moment("an end"),
  "per-minute": flag.countOr("default", "how many"),
};
const read = (...args: string[]) => flag.readFlags(flags, args);

test("flags are read in both spellings and in their types", () => {
  expect(read("--name", "A B", "--account=7", "--connections", "1, 2", "--per-minute", "60", "--plan=basic")).toEqual({
    name: "A B",
    account: 7,
    connections: [1, 2],
    "per-minute": 60,
    plan: "basic",
    expires: undefined,
  });
});

test("a value may hold an equals sign and begin with a dash when it is attached", () => {
  expect(read("--name=--a=b").name).toBe("--a=b");
});

test("the word for the installation's setting is null, and 0 stays 0", () => {
  expect(read("--name", "x", "--per-minute", "default")["per-minute"]).toBeNull();
  expect(read("--name", "x", "--per-minute", "0")["per-minute"]).toBe(0);
});

test.each([
  [["--nam", "x"], "--nam is not known here."],
  [["stray"], "stray is not known here."],
  [["--toString", "x"], "--toString is not known here."],
  [["--account", "1"], "--name is missing: a name."],
  [["--name"], "--name needs a value: TEXT."],
  [["--name", "--account", "1"], "--name needs a value: TEXT."],
  [["--name", "x", "--name", "y"], "--name is given twice."],
  [["--name", " "], '--name takes a text that is not empty; " " is not that.'],
  [["--name", "x", "--account", "1e3"], '--account takes an id, a whole number above 0; "1e3" is not that.'],
  [["--name", "x", "--account", "0"], '--account takes an id, a whole number above 0; "0" is not that.'],
  [["--name", "x", "--plan", "gold"], '--plan takes one of full, basic; "gold" is not that.'],
  [["--name", "x", "--expires", "soon"], '--expires takes a time such as 2027-01-31T00:00:00Z; "soon" is not that.'],
  [["--name", "x", "--per-minute", "-1"], '--per-minute takes a whole number, or default; "-1" is not that.'],
])("%j is refused with a sentence", (args, sentence) => {
  expect(() => read(...args)).toThrow(sentence);
});

test("a verb is found by its words, whatever flags follow", () => {
  expect(findVerb(["key", "create", "--name", "x"])).toMatchObject({
    verb: { words: "key create" },
    rest: ["--name", "x"],
  });
  expect(findVerb(["health"]).rest).toEqual([]);
  expect(() => findVerb(["key", "make"])).toThrow('There is no "key make".');
  expect(() => findVerb(["--name", "x"])).toThrow("Say what to do.");
});

test("every verb explains itself and each of its flags", () => {
  for (const verb of verbs) {
    expect(usage()).toContain(verb.words);
    for (const name of Object.keys(verb.flags)) expect(usage(verb)).toContain(`--${name}`);
  }
});
