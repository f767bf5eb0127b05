import { _, type Ajv, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import { not } from "ajv/dist/compile/codegen/index.js";
import { Type } from "ajv/dist/compile/util.js";
import { isNode, type SchemaNode } from "./keywords";
import { spend, type Meter } from "./meter";
import { REF, type Slot } from "./own-ref";
import type { Pattern } from "./pattern";

/** What the keywords need to look at a value again: definitions, their validators, patterns, and the meter. */
export interface Surroundings {
  definitions: ReadonlyMap<string, SchemaNode>;
  slotFor: (name: string) => Slot;
  patternFor: (source: string) => Pattern;
  meter: Meter;
}

/**
 * unevaluatedProperties and unevaluatedItems by the specification's words: what no keyword of a branch that holds
 * has looked at. Ajv's own keeps the account in generated code, throws where a branch was not taken, and counts
 * every item as seen once there is a `contains`.
 */
export function addUnevaluated(ajv: Ajv, surroundings: Surroundings): void {
  for (const keyword of ["unevaluatedProperties", "unevaluatedItems"] as const) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword(unevaluatedKeyword(keyword, surroundings));
  }
}

function unevaluatedKeyword(
  keyword: "unevaluatedProperties" | "unevaluatedItems",
  surroundings: Surroundings,
): CodeKeywordDefinition {
  const ofObject = keyword === "unevaluatedProperties";
  return {
    keyword,
    type: ofObject ? "object" : "array",
    schemaType: ["boolean", "object"],
    trackErrors: true,
    error: { message: `must NOT have unevaluated ${ofObject ? "properties" : "items"}` },
    code(cxt: KeywordCxt) {
      const { gen, data, it, parentSchema } = cxt;
      if (cxt.schema === true) return;
      const look = gen.scopeValue("func", {
        ref: (value: object) => evaluated(parentSchema as SchemaNode, value, surroundings),
      });
      const seen = gen.const("seen", _`${look}(${data})`);
      const judge = (part: Parameters<typeof gen.if>[0], dataProp: Parameters<Parameters<typeof gen.forIn>[2]>[0]) =>
        gen.if(part, () => {
          if (cxt.schema === false) {
            cxt.error();
            if (!it.allErrors) gen.break();
            return;
          }
          const valid = gen.name("valid");
          cxt.subschema({ keyword, dataProp, dataPropType: ofObject ? Type.Str : Type.Num }, valid);
          if (!it.allErrors) gen.if(not(valid), () => gen.break());
        });
      gen.if(_`${seen} !== true`, () => {
        if (ofObject) gen.forIn("key", data, (key) => judge(_`!${seen}.has(${key})`, key));
        else gen.forRange("i", 0, _`${data}.length`, (at) => judge(_`!${seen}.has(${at})`, at));
      });
      cxt.ok(_`${cxt.errsCount} === errors`);
    },
  };
}

type Seen = Set<string | number> | true;

function evaluated(schema: SchemaNode, value: object, surroundings: Surroundings): Seen {
  const seen = new Set<string | number>();
  return look(schema, value, seen, surroundings, true) ? true : seen;
}

/** Adds what `schema` looks at in `value`; true when that is everything. */
function look(
  schema: unknown,
  value: object,
  seen: Set<string | number>,
  around: Surroundings,
  asking: boolean,
): boolean {
  if (!isNode(schema)) return false;
  spend(around.meter, 1);
  const whole = Array.isArray(value)
    ? lookAtItems(schema, value as unknown[], seen, around, asking)
    : lookAtKeys(schema, value, seen, around, asking);
  if (whole) return true;
  const into = (part: unknown) => look(part, value, seen, around, false);
  if (typeof schema[REF] === "string" && into(around.definitions.get(schema[REF]))) return true;
  if (members(schema.allOf).some(into)) return true;
  for (const branch of [...members(schema.anyOf), ...members(schema.oneOf)])
    if (holds(branch, value, around) && into(branch)) return true;
  if (schema.if !== undefined) {
    const condition = holds(schema.if, value, around);
    if (condition && into(schema.if)) return true;
    if (into(condition ? schema.then : schema.else)) return true;
  }
  for (const map of [schema.dependentSchemas, schema.dependencies]) {
    if (!isNode(map) || Array.isArray(value)) continue;
    for (const key of Object.keys(map)) if (Object.hasOwn(value, key) && into(map[key])) return true;
  }
  return false;
}

function lookAtKeys(
  schema: SchemaNode,
  value: object,
  seen: Set<string | number>,
  around: Surroundings,
  asking: boolean,
): boolean {
  if (schema.additionalProperties !== undefined) return true;
  if (!asking && schema.unevaluatedProperties !== undefined) return true;
  const { properties, patternProperties } = schema;
  if (isNode(properties)) {
    const names = Object.keys(properties);
    spend(around.meter, names.length >> 3);
    for (const key of names) if (Object.hasOwn(value, key)) seen.add(key);
  }
  if (!isNode(patternProperties)) return false;
  for (const source of Object.keys(patternProperties)) {
    const pattern = around.patternFor(source);
    for (const key of Object.keys(value)) {
      spend(around.meter, pattern.ticks(key.length));
      if (pattern.test(key)) seen.add(key);
    }
  }
  return false;
}

function lookAtItems(
  schema: SchemaNode,
  value: unknown[],
  seen: Set<string | number>,
  around: Surroundings,
  asking: boolean,
): boolean {
  if (schema.items !== undefined) return true;
  if (!asking && schema.unevaluatedItems !== undefined) return true;
  for (let at = 0; at < members(schema.prefixItems).length; at++) seen.add(at);
  if (schema.contains === undefined) return false;
  for (const [at, item] of value.entries()) {
    spend(around.meter, 1);
    if (holds(schema.contains, item, around)) seen.add(at);
  }
  return false;
}

/** Whether a branch holds for a value; `prepare` has made every branch that is asked for here a definition. */
function holds(branch: unknown, value: unknown, around: Surroundings): boolean {
  if (typeof branch === "boolean") return branch;
  if (!isNode(branch) || typeof branch[REF] !== "string") throw new Error("A branch was not made a definition");
  return around.slotFor(branch[REF]).run?.(value) === true;
}

function members(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
