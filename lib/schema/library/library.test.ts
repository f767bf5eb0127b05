import { describe, expect, it } from "vitest";
import { checkSchema } from "../check";
import { compileSchema } from "../compile";
import { fieldsOf } from "../fields";
import { planForm } from "../form-plan";
import { isNode } from "../keywords";
import { sampleRecord } from "../sample";
import { library, textOfStart } from "./library";

describe.each(library.map((start) => [start.id, start] as const))("The starting schema %s", (_id, start) => {
  const text = textOfStart(start);
  const compiled = compileSchema(text, start);
  const properties = isNode(start.schema.properties) ? start.schema.properties : {};

  it("is served, and so is every one of its samples", () => {
    expect(checkSchema(text, { bytesMax: 65_536 }).dialect).toBe("2020-12");
    expect(start.samples.length).toBeGreaterThan(0);
    for (const sample of start.samples) expect(compiled.judge(sample), String(sample.id)).toEqual({ ok: true });
  });

  it("has a generated sample that it accepts, too", () => {
    expect(compiled.judge(sampleRecord(start.schema, start.identifierKey))).toEqual({ ok: true });
  });

  it("names its keys among its required fields, and says more of each field than its name", () => {
    expect(start.schema.required).toEqual(expect.arrayContaining([start.identifierKey, start.displayNameKey]));
    for (const [name, field] of Object.entries(properties)) expect(field, name).toHaveProperty("title");
    expect([start.title, start.says, start.schema.title, start.schema.description].every(Boolean)).toBe(true);
  });

  it("offers filter fields that it declares, of their type, as many as there may be", () => {
    const counts = { text: 0, ordered: 0 };
    for (const { pointer, type } of start.filterFields) {
      counts[type === "text" ? "text" : "ordered"]++;
      const field = properties[pointer.slice(1)];
      const node = isNode(field) ? field : {};
      const types = [node.type].flat();
      expect(
        types.some((one) => (type === "number" ? one === "number" || one === "integer" : one === "string")),
        pointer,
      ).toBe(true);
      expect(["date", "date-time"].includes(String(node.format)), pointer).toBe(type === "date");
    }
    expect([counts.text <= 4, counts.ordered <= 4]).toEqual([true, true]);
  });

  it("can be drawn as a form", () => {
    expect(fieldsOf(start.schema).length).toBeGreaterThan(8);
    const plan = planForm(start.schema, start.samples[0], { identifierKey: start.identifierKey, isNew: true });
    expect(Object.keys(isNode(plan.schema.properties) ? plan.schema.properties : {})).toEqual(
      expect.arrayContaining(Object.keys(properties)),
    );
  });
});
