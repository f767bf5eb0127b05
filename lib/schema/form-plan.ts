import { isNode, type SchemaNode } from "./keywords";
import { resolved } from "./written-out";

/** A schema cut down to what a form can draw, with how each part is drawn beside it (rjsf's two inputs). */
export interface FormPlan {
  schema: SchemaNode;
  ui: SchemaNode;
}

type Options = {
  /** The member that is the record's id; it is never edited once the record is there. */
  identifierKey: string;
  isNew: boolean;
  /** Members that somebody is adding beyond the schema. */
  added?: readonly string[];
};

// Below this, sections in sections are harder to read than JSON.
const LEVELS_MAX = 4;
const ALTERNATIVES_MAX = 5;

/**
 * Plans a record's form. Constraints are left out (the judge knows them), references are written out, and what a form
 * cannot draw well (tuples, many alternatives, deep levels) becomes a field of JSON text. Members that the record has
 * beyond its schema get a field by what they hold now.
 */
export function planForm(schema: unknown, record: unknown, options: Options): FormPlan {
  const plan = object({ root: schema, defaults: options.isNew }, resolved(schema, schema), record, 0);
  const properties = isNode(plan.schema.properties) ? plan.schema.properties : {};
  const key = options.identifierKey;
  for (const name of [key, ...(options.added ?? [])]) {
    if (Object.hasOwn(properties, name)) continue;
    properties[name] = name === key ? { type: "string", title: name } : extra(name);
    plan.ui[name] = name === key ? {} : anyField(undefined);
  }
  const required = Array.isArray(plan.schema.required) ? plan.schema.required : [];
  plan.schema.required = [...new Set([...required, ...(options.isNew ? [key] : [])])];
  if (!options.isNew) plan.ui[key] = { ...(isNode(plan.ui[key]) ? plan.ui[key] : {}), "ui:readonly": true };
  plan.schema.properties = { [key]: properties[key], ...properties };
  return plan;
}

/** Whether members may be added that the schema does not name. */
export function allowsMore(schema: unknown): boolean {
  const node = resolved(schema, schema);
  return node.additionalProperties !== false && node.unevaluatedProperties !== false;
}

type Around = { root: unknown; defaults: boolean };

function plan(around: Around, raw: unknown, value: unknown, level: number): FormPlan {
  const node = resolved(raw, around.root);
  const words = pick(node, ["title", "description", "readOnly", ...(around.defaults ? ["default"] : [])]);
  const choices = choicesOf(node, around.root);
  if (choices) return { schema: { ...words, type: "string" }, ui: field("choice", { choices }) };
  const alternatives = listOf(node.oneOf) ?? listOf(node.anyOf);
  if (alternatives) return alternative(around, node, alternatives, words, value, level);
  const { type, nullable } = typeOf(node);
  if (type === "object" && level < LEVELS_MAX) {
    const inner = object(around, node, value, level);
    return { schema: { ...words, ...inner.schema }, ui: inner.ui };
  }
  if (type === "array" && level < LEVELS_MAX && !Array.isArray(node.items) && node.prefixItems === undefined) {
    return list(around, node, words, value, level);
  }
  if (type === "object" || type === "array")
    return { schema: { ...words, type: "string" }, ui: field("json", { type }) };
  if (type === undefined) return { schema: { ...words, type: "string" }, ui: anyField(node.type) };
  return { schema: { ...words, type, ...pick(node, ["format"]) }, ui: nullable ? { "ui:options": { nullable } } : {} };
}

function object(around: Around, node: SchemaNode, value: unknown, level: number): FormPlan {
  const schema: SchemaNode = { type: "object", properties: {} };
  const ui: SchemaNode = {};
  const properties: SchemaNode = {};
  const named = isNode(node.properties) ? node.properties : {};
  const held = isNode(value) ? value : {};
  for (const [name, part] of Object.entries(named)) {
    const inner = plan(around, part, Object.hasOwn(held, name) ? held[name] : undefined, level + 1);
    properties[name] = { title: name, ...inner.schema };
    ui[name] = inner.ui;
  }
  for (const name of Object.keys(held)) {
    if (Object.hasOwn(properties, name)) continue;
    const part = isNode(node.additionalProperties)
      ? plan(around, node.additionalProperties, held[name], level + 1)
      : undefined;
    properties[name] = part ? { title: name, ...part.schema } : extra(name);
    ui[name] = part?.ui ?? anyField(undefined);
  }
  schema.properties = properties;
  if (Array.isArray(node.required)) schema.required = node.required;
  if (node.if !== undefined) {
    schema.if = node.if;
    for (const keyword of ["then", "else"]) {
      if (!isNode(node[keyword])) continue;
      const branch = object(around, resolved(node[keyword], around.root), undefined, level);
      schema[keyword] = branch.schema;
      for (const [name, drawn] of Object.entries(branch.ui)) ui[name] ??= drawn;
    }
  }
  return { schema, ui };
}

function list(around: Around, node: SchemaNode, words: SchemaNode, value: unknown, level: number): FormPlan {
  const held = Array.isArray(value) ? value : [];
  const items = node.items === undefined || node.items === true ? {} : node.items;
  // One plan for all items: an extra member of any of them gets its field in each.
  const together = held.some(isNode) ? (Object.assign({}, ...held.filter(isNode).toReversed()) as SchemaNode) : held[0];
  const inner = plan(around, items, together, level + 1);
  return { schema: { ...words, type: "array", items: inner.schema }, ui: { items: inner.ui } };
}

function alternative(
  around: Around,
  node: SchemaNode,
  alternatives: readonly unknown[],
  words: SchemaNode,
  value: unknown,
  level: number,
): FormPlan {
  const parts = alternatives.map((part) => resolved(part, around.root));
  const present = parts.filter((part) => part.type !== "null");
  const [only] = present;
  if (only && present.length === 1) {
    const inner = plan(around, { ...node, oneOf: undefined, anyOf: undefined, ...only }, value, level);
    const options = isNode(inner.ui["ui:options"]) ? inner.ui["ui:options"] : {};
    return { schema: { ...inner.schema, ...words }, ui: { ...inner.ui, "ui:options": { ...options, nullable: true } } };
  }
  const objects = parts.every((part) => typeOf(part).type === "object");
  if (!objects || parts.length > ALTERNATIVES_MAX || level >= LEVELS_MAX) {
    const types = parts.flatMap((part) => (typeof part.type === "string" ? [part.type] : []));
    const plain = types.length === parts.length && types.every((type) => type !== "object" && type !== "array");
    return {
      schema: { ...words, type: "string" },
      ui: plain ? anyField(types) : field("json", { type: objects ? "object" : undefined }),
    };
  }
  const shared = object(around, node, undefined, level);
  const options = parts.map((part, index) => {
    const inner = object(around, part, undefined, level);
    for (const [name, drawn] of Object.entries(inner.ui)) shared.ui[name] ??= drawn;
    return { title: part.title ?? titleOf(part, index), ...inner.schema };
  });
  return { schema: { ...words, ...shared.schema, oneOf: options }, ui: shared.ui };
}

/** What an alternative is called when it has no title: the constant that tells it from the others. */
function titleOf(part: SchemaNode, index: number): string {
  const constants = Object.values(isNode(part.properties) ? part.properties : {}).filter(
    (member) => isNode(member) && typeof member.const === "string",
  );
  const [first] = constants;
  return isNode(first) ? String(first.const) : `Alternative ${index + 1}`;
}

/** The values of a closed choice, each with its own words if it has some. */
function choicesOf(node: SchemaNode, root: unknown): { value: unknown; label?: string }[] | undefined {
  if (Object.hasOwn(node, "const")) return [{ value: node.const }];
  if (Array.isArray(node.enum)) return node.enum.map((value: unknown) => ({ value }));
  const parts = (listOf(node.oneOf) ?? listOf(node.anyOf))?.map((part) => resolved(part, root));
  if (!parts?.every((part) => Object.hasOwn(part, "const"))) return undefined;
  return parts.map((part) => ({ value: part.const, ...(typeof part.title === "string" && { label: part.title }) }));
}

/** The one type that a part has beside null; undefined when there are several, or when nothing says so. */
function typeOf(node: SchemaNode): { type: string | undefined; nullable: boolean } {
  const types = (Array.isArray(node.type) ? node.type : [node.type]).filter((type) => typeof type === "string");
  const nullable = types.includes("null") && types.length > 1;
  const rest = types.filter((type) => type !== "null" || types.length === 1);
  if (rest.length === 1) return { type: rest[0], nullable };
  if (rest.length > 1) return { type: undefined, nullable };
  if (isNode(node.properties) || isNode(node.additionalProperties)) return { type: "object", nullable };
  if (node.items !== undefined || node.prefixItems !== undefined) return { type: "array", nullable };
  if (["format", "pattern", "minLength", "maxLength"].some((key) => node[key] !== undefined))
    return { type: "string", nullable };
  if (["minimum", "maximum", "multipleOf"].some((key) => node[key] !== undefined)) return { type: "number", nullable };
  return { type: undefined, nullable };
}

const listOf = (value: unknown) => (Array.isArray(value) && value.length > 0 ? (value as unknown[]) : undefined);
const extra = (name: string): SchemaNode => ({ title: name, type: "string" });
const field = (name: string, options: SchemaNode): SchemaNode => ({ "ui:field": name, "ui:options": options });
const anyField = (types: unknown) => field("any", Array.isArray(types) ? { types } : {});
const pick = (node: SchemaNode, keys: readonly string[]): SchemaNode =>
  Object.fromEntries(keys.filter((key) => node[key] !== undefined).map((key) => [key, node[key]]));
