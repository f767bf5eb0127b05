import { describe, expect, it } from "vitest";
import { checkSchema } from "./check";
import { compareSchemas } from "./compare/compare";
import { compileSchema } from "./compile";
import { fieldsOf } from "./fields";
import { planForm } from "./form-plan";
import { inferFromMany } from "./infer-many";
import { dialectOf, isNode, type SchemaNode } from "./keywords";
import { draft07Cases } from "./large-schemas/draft-07";
import { cases2020 } from "./large-schemas/edition-2020";
import { mergeInferred } from "./merge-inferred";
import { pageJudge } from "./page-judge";
import { mapSchema } from "./references";
import { sampleRecord } from "./sample";
import { suggestSteps } from "./suggest-steps";

const cases = [...draft07Cases, ...cases2020];

describe.each(cases)(
  "A schema in the shape of $name",
  { timeout: 60_000 },
  ({ schema, record, broken, narrowed, widened }) => {
    const written = JSON.stringify(schema, undefined, 2);
    const withEdit = (edit: (copy: SchemaNode) => void) => {
      const copy = structuredClone(schema);
      edit(copy);
      return JSON.stringify(copy);
    };

    it("is served, in its size, and judged alike by server and page", () => {
      checkSchema(written, { bytesMax: 262_144 });
      const size = mapSchema(schema, dialectOf(schema) ?? "2020-12", { levels: 64, subschemas: 5_000 }).nodes.size;
      expect(size).toBeGreaterThan(200);
      const compiled = compileSchema(written, { identifierKey: "id" });
      const page = pageJudge(schema);
      expect([compiled.judge(record), page.problems(record)]).toEqual([{ ok: true }, []]);
      expect([compiled.judge(broken).ok, page.isValid(broken)]).toEqual([false, false]);
      expect(page.problems(broken).length).toBeGreaterThan(0);
    });

    it("is compared with itself, with notes, wider and narrower", () => {
      const told = (after: string) => compareSchemas(written, after).kind;
      expect(told(JSON.stringify(schema))).toBe("same");
      expect(told(withEdit((copy) => Object.assign(copy, { title: "Another title", "x-own": 1 })))).toBe("notes");
      expect(told(withEdit(widened))).toBe("compatible");
      expect(compareSchemas(withEdit(widened), written).kind).toBe("breaking");
      expect(told(withEdit(narrowed))).toBe("breaking");
      expect(compareSchemas(withEdit(narrowed), written).kind).toBe("compatible");
      expect(suggestSteps(written, written)).toEqual([]);
    });

    it("takes an inferred change and stays itself", () => {
      const { schema: inferred } = inferFromMany([record]);
      const { text: merged } = mergeInferred(written, JSON.stringify(inferred));
      checkSchema(merged, { bytesMax: 262_144 });
      expect(compileSchema(merged, { identifierKey: "id" }).judge(record)).toEqual({ ok: true });
      const kept = merged.split("\n").map((line) => line.replace(/,$/, ""));
      const lines = new Set(kept);
      expect(written.split("\n").filter((line) => !lines.has(line.replace(/,$/, "")))).toEqual([]);
    });

    it("is drawn as a form and sampled without a stumble", () => {
      const plan = planForm(schema, record, { identifierKey: "id", isNew: false });
      const drawn = isNode(plan.schema.properties) ? Object.keys(plan.schema.properties) : [];
      expect(drawn).toEqual(expect.arrayContaining(Object.keys(record)));
      expect(fieldsOf(schema).length).toBeLessThanOrEqual(500);
      expect(JSON.stringify(sampleRecord(schema)).length).toBeLessThan(500_000);
    });
  },
);
