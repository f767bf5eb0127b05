import { pointerStep } from "./json-error";
import { isNode, isSchema, refSilencesSiblings, subschemas, type Dialect, type SchemaNode } from "./keywords";
import { SchemaError } from "./schema-error";

// Stands in for the address that a schema without $id does not have.
const NO_ADDRESS = "schema:///";

/** Where a subschema stands: its pointer from the root, how deep, and the address that its references start from. */
export interface Standing {
  pointer: string;
  level: number;
  base: string;
}

/** Every subschema of one document, and what its references mean. Nothing outside the document exists. */
export interface SchemaMap {
  root: SchemaNode;
  dialect: Dialect;
  nodes: Map<SchemaNode, Standing>;
  /** The schema that `reference` means where `node` stands; a SchemaError when it means nothing here. */
  resolve(node: SchemaNode, keyword: "$ref" | "$dynamicRef"): SchemaNode | boolean;
}

/** Limits on a schema's shape; beyond them it is refused rather than compiled for long. */
export interface ShapeLimits {
  levels: number;
  subschemas: number;
}

/** What a schema's shape may be at most. */
export const SHAPE_MAX: ShapeLimits = { levels: 64, subschemas: 5_000 };

/** Maps a document: finds its subschemas, addresses and anchors, and refuses those that clash. */
export function mapSchema(root: SchemaNode, dialect: Dialect, limits: ShapeLimits): SchemaMap {
  const nodes = new Map<SchemaNode, Standing>();
  const addresses = new Map<string, SchemaNode>();
  const anchors = new Map<string, SchemaNode>();
  const dynamicNames = new Set<string>();

  const claim = (names: Map<string, SchemaNode>, name: string, node: SchemaNode, pointer: string) => {
    if (names.has(name))
      throw new SchemaError(pointer, `Two subschemas claim the same name ${clip(name)}; give each its own.`);
    names.set(name, node);
  };

  const enter = (node: SchemaNode, standing: Standing): Standing => {
    const { pointer } = standing;
    let { base } = standing;
    if (typeof node.$id === "string" && !refSilencesSiblings(node, dialect)) {
      const address = absolute(node.$id, base, pointer + "/$id");
      if (dialect === "draft-07" && node.$id.startsWith("#")) claim(anchors, address, node, pointer);
      else {
        base = withoutFragment(address);
        if (node !== root || base !== NO_ADDRESS) claim(addresses, base, node, pointer);
      }
    }
    if (dialect === "2020-12") {
      if (typeof node.$anchor === "string") claim(anchors, `${base}#${node.$anchor}`, node, pointer);
      const name = node.$dynamicAnchor;
      if (typeof name === "string") {
        if (dynamicNames.has(name)) {
          throw new SchemaError(
            pointer,
            `The $dynamicAnchor "${clip(name)}" stands twice; a schema whose meaning depends on the way it was reached is not served.`,
          );
        }
        dynamicNames.add(name);
        if (node.$anchor !== name) claim(anchors, `${base}#${name}`, node, pointer);
      }
    }
    return { pointer, level: standing.level, base };
  };

  // A list of work instead of recursion: a schema may not choose how deep our stack grows.
  const visit = (first: SchemaNode, at: Standing) => {
    const work: [SchemaNode, Standing][] = [[first, at]];
    for (let next = work.pop(); next !== undefined; next = work.pop()) {
      const [node, before] = next;
      if (nodes.has(node)) continue;
      if (before.level > limits.levels)
        throw new SchemaError(
          before.pointer,
          `The schema is nested deeper than ${limits.levels} subschemas; move the inner ones to $defs.`,
        );
      if (nodes.size >= limits.subschemas)
        throw new SchemaError(before.pointer, `The schema has more than ${limits.subschemas} subschemas.`);
      const standing = enter(node, before);
      nodes.set(node, standing);
      for (const child of subschemas(node, dialect).reverse()) {
        if (!isNode(child.schema)) continue;
        work.push([
          child.schema,
          { pointer: standing.pointer + child.step, level: standing.level + 1, base: standing.base },
        ]);
      }
    }
  };

  const resolve: SchemaMap["resolve"] = (node, keyword) => {
    const standing = nodes.get(node);
    const reference = node[keyword];
    if (standing === undefined || typeof reference !== "string")
      throw new SchemaError("", `A ${keyword} is not a string.`);
    const pointer = `${standing.pointer}/${keyword}`;
    const unknown = new SchemaError(
      pointer,
      `The reference ${clip(reference)} leads nowhere in this schema; nothing is fetched from elsewhere, so put its target into $defs.`,
    );
    const target = absolute(reference, standing.base, pointer);
    const address = withoutFragment(target);
    const resource = addresses.get(address);
    if (resource === undefined) throw unknown;
    const fragment = decoded(target.slice(address.length + 1));
    if (fragment === undefined) throw unknown;
    if (fragment === "") return resource;
    if (!fragment.startsWith("/")) return anchors.get(`${address}#${fragment}`) ?? fail(unknown);
    const found = follow(resource, fragment);
    if (!isSchema(found)) throw unknown;
    if (isNode(found) && !nodes.has(found)) {
      const home = nodes.get(resource) ?? standing;
      visit(found, {
        pointer: home.pointer + fragment.split("/").slice(1).map(unescapeStep).map(pointerStep).join(""),
        level: 1,
        base: address,
      });
    }
    return found;
  };

  addresses.set(NO_ADDRESS, root);
  visit(root, { pointer: "", level: 1, base: NO_ADDRESS });
  return { root, dialect, nodes, resolve };
}

function follow(from: unknown, fragment: string): unknown {
  let value = from;
  for (const step of fragment.split("/").slice(1).map(unescapeStep)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as SchemaNode)[step];
  }
  return value;
}

function absolute(reference: string, base: string, pointer: string): string {
  try {
    return new URL(reference, base).href;
  } catch {
    throw new SchemaError(pointer, `${clip(reference)} is not a URI reference.`);
  }
}

function withoutFragment(address: string): string {
  const hash = address.indexOf("#");
  return hash === -1 ? address : address.slice(0, hash);
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}

function unescapeStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function fail(error: Error): never {
  throw error;
}

function clip(text: string): string {
  return text.length > 80 ? text.slice(0, 79) + "…" : text;
}
