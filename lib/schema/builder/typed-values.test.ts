import fc from "fast-check";
import { expect, it } from "vitest";
import { typeNames } from "./keyword-edits";
import { displayedChoice, sourceOfTyped } from "./typed-values";

const types = fc.uniqueArray(fc.constantFrom(...typeNames), { maxLength: 3 });

it("a value that is shown reads back as the value that it is, whatever kinds are allowed", () => {
  const value = fc.oneof(
    fc.string().filter((text) => !/\0/.test(text)),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  fc.assert(
    fc.property(value, types, (one, allowed) => {
      const source = JSON.stringify(one);
      const fits = allowed.length === 0 || typeof one !== "string" || allowed.includes("string");
      if (!fits || (typeof one !== "string" && allowed.length === 1 && allowed[0] === "string")) return;
      const read = sourceOfTyped(displayedChoice(source, allowed), allowed);
      expect(read.ok && JSON.parse(read.source)).toEqual(one);
    }),
  );
});

it("what is typed is a text where only texts are meant, and a number keeps its digits elsewhere", () => {
  expect(sourceOfTyped("12", ["string"])).toEqual({ ok: true, source: '"12"' });
  expect(sourceOfTyped("9007199254740993", ["integer"])).toEqual({ ok: true, source: "9007199254740993" });
  expect(sourceOfTyped("12", ["string", "null"])).toEqual({ ok: true, source: "12" });
  expect(sourceOfTyped("plain words", [])).toEqual({ ok: true, source: '"plain words"' });
  expect(sourceOfTyped("plain words", ["number"])).toMatchObject({ ok: false });
});
