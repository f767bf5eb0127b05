import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { isNode, type SchemaNode } from "@/lib/schema/keywords";
import { partAt, resolved } from "@/lib/schema/written-out";
import { wayTo } from "./json-places";

/** Offers the schema's names where a name belongs, and its choices where a value belongs. */
export function completionFrom(schema: unknown) {
  return ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const node = syntaxTree(state).resolveInner(pos, -1);
    const inName = node.name === "PropertyName" || (node.name === "Object" && !/:\s*$/.test(state.sliceDoc(0, pos)));
    const { path, taken } = wayTo(
      state,
      node.name === "PropertyName" && node.parent?.parent ? node.parent.parent : node,
    );
    if (inName) {
      const from = node.name === "PropertyName" ? node.from : pos;
      if (from === pos && !explicit) return null;
      const holder = partAt(schema, path);
      const self = node.name === "PropertyName" ? state.sliceDoc(node.from, node.to) : "";
      const names = Object.keys(isNode(holder.properties) ? holder.properties : {});
      const free = names.filter((name) => !taken.includes(name) || JSON.stringify(name) === self);
      return free.length > 0 ? { from, options: free.map((name) => nameOption(name, holder, schema)) } : null;
    }
    const within = node.name === "String" || node.name === "Number" || node.name === "⚠";
    const before = state.sliceDoc(0, within ? node.from : pos);
    const named = /"((?:[^"\\]|\\.)*)"\s*:\s*$/.exec(before)?.[1];
    if (!within && !explicit) return null;
    const part = partAt(schema, node.name === "Property" || within || named === undefined ? path : [...path, named]);
    const options = valuesOf(part);
    return options.length > 0 ? { from: within ? node.from : pos, options } : null;
  };
}

function nameOption(name: string, holder: SchemaNode, root: unknown): Completion {
  const properties = isNode(holder.properties) ? holder.properties : {};
  const part = resolved(properties[name], root);
  const required = Array.isArray(holder.required) && holder.required.includes(name);
  return {
    label: JSON.stringify(name),
    type: "property",
    detail: [typeof part.type === "string" ? part.type : undefined, required ? "required" : undefined]
      .filter(Boolean)
      .join(", "),
    boost: required ? 1 : 0,
    apply: `${JSON.stringify(name)}: `,
  };
}

function valuesOf(part: SchemaNode): Completion[] {
  const values: unknown[] = Array.isArray(part.enum) ? [...(part.enum as unknown[])] : [];
  if (Object.hasOwn(part, "const")) values.push(part.const);
  const types: unknown[] = Array.isArray(part.type) ? part.type : [part.type];
  if (types.includes("boolean")) values.push(true, false);
  if (types.includes("null") && !values.includes(null)) values.push(null);
  if (values.length === 0 && part.default !== undefined) values.push(part.default);
  return values.map((value) => ({ label: JSON.stringify(value), type: "enum" }));
}
