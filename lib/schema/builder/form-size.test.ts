import { expect, it } from "vitest";
import { formFields } from "./form-size";

const self = (many: number) => ({
  properties: Object.fromEntries(Array.from({ length: many }, (_, at) => [`f${at}`, { $ref: "#" }])),
});

it("counts what a form would draw, nested fields and the items of lists among them", () => {
  const list = { items: { properties: { a: {}, b: {} } } };
  expect(formFields({ properties: { one: {}, list } }, 100)).toBe(6);
});

it("stops counting where a schema that refers to itself would never end", () => {
  expect(formFields(self(1), 300)).toBe(5);
  expect(formFields(self(40), 300)).toBe(301);
  expect(formFields(self(20_000), 300)).toBe(301);
});
