import { isNode, type SchemaNode } from "./keywords";

const REFERENCES_MAX = 50;

/** A part with its reference written out and its allOf laid together; anything else is the part itself. */
export function resolved(raw: unknown, root: unknown, hops = 0): SchemaNode {
  if (!isNode(raw) || hops > REFERENCES_MAX) return {};
  const { $ref, allOf, ...own } = raw;
  let node: SchemaNode = own;
  if (typeof $ref === "string") node = laid(resolved(referred($ref, root), root, hops + 1), own);
  if (Array.isArray(allOf)) for (const part of allOf) node = laid(resolved(part, root, hops + 1), node);
  return node;
}

function laid(under: SchemaNode, over: SchemaNode): SchemaNode {
  const node = { ...under, ...over };
  if (isNode(under.properties) && isNode(over.properties))
    node.properties = { ...under.properties, ...over.properties };
  if (Array.isArray(under.required) && Array.isArray(over.required))
    node.required = [...under.required, ...over.required];
  return node;
}

function referred(address: string, root: unknown): unknown {
  if (!address.startsWith("#")) return undefined;
  let here = root;
  for (const step of address.slice(1).split("/").slice(1)) {
    const key = safely(step).replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(here)) here = here[Number(key)];
    else here = isNode(here) && Object.hasOwn(here, key) ? here[key] : undefined;
  }
  return here;
}

function safely(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch (error) {
    if (error instanceof URIError) return step;
    throw error;
  }
}

/** The part of a schema that judges the value at the end of a way; an empty one where it says nothing of it. */
export function partAt(root: unknown, steps: readonly (string | number)[]): SchemaNode {
  let here = resolved(root, root);
  for (const step of steps) {
    const under = isNode(here.properties) && Object.hasOwn(here.properties, step) ? here.properties[step] : undefined;
    const item = Array.isArray(here.items) ? here.items[Number(step)] : here.items;
    const tuple = Array.isArray(here.prefixItems) ? here.prefixItems[Number(step)] : undefined;
    const more = isNode(here.additionalProperties) ? here.additionalProperties : undefined;
    here = resolved(typeof step === "number" ? (tuple ?? item) : (under ?? more), root);
  }
  return here;
}
