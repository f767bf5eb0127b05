import type { SchemaNode } from "../keywords";

export const times = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));
export const named = (count: number, prefix: string, make: (at: number) => unknown) =>
  Object.fromEntries(times(count, (at) => [`${prefix}${at}`, make(at)]));
export const text = { type: "string" };
export const many = (items: object) => ({ type: "array", items });

/** A schema with records to judge by it, and edits that make it narrower and wider. */
export type Case = {
  name: string;
  schema: SchemaNode;
  record: SchemaNode;
  broken: SchemaNode;
  narrowed: (copy: SchemaNode) => void;
  widened: (copy: SchemaNode) => void;
};

export const at = (node: unknown, ...path: (string | number)[]) =>
  path.reduce<SchemaNode>((inside, step) => inside[step] as SchemaNode, node as SchemaNode);
