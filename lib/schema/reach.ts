import { isNode, refSilencesSiblings, subschemas, type SchemaNode } from "./keywords";
import type { SchemaMap } from "./references";
import { SchemaError } from "./schema-error";

// A schema of this many subschemas looking at one value is still judged in well under a millisecond.
const EXPANSION_MAX = 10_000;
const CHAIN_MAX = 64;

/** What one value costs under a schema: subschemas that look at it, references followed, and the longest chain of them. */
interface Reach {
  expansion: number;
  chain: number;
}

/** Refuses schemas that lead back to themselves on the same value, or multiply beyond what can be judged in time. */
export function proveReach(map: SchemaMap): void {
  const done = new Map<SchemaNode, Reach>();
  const open = new Set<SchemaNode>();
  for (const start of map.nodes.keys()) {
    const work = [start];
    for (let node = work.at(-1); node !== undefined; node = work.at(-1)) {
      if (done.has(node)) {
        work.pop();
        continue;
      }
      const next = lookingHere(map, node);
      if (!open.has(node)) {
        open.add(node);
        const waiting = next.filter((child) => !done.has(child));
        const loop = waiting.find((child) => open.has(child));
        if (loop !== undefined)
          refuse(
            map,
            loop,
            "This subschema leads back to itself without looking inside the value, so no record could ever be judged.",
          );
        work.push(...waiting);
        continue;
      }
      open.delete(node);
      work.pop();
      done.set(
        node,
        sum(
          map,
          node,
          next.map((child) => done.get(child) ?? { expansion: 0, chain: 0 }),
        ),
      );
    }
  }
}

/** The schemas that look at the same value as this one: applied in place or referred to. */
function lookingHere(map: SchemaMap, node: SchemaNode): SchemaNode[] {
  const targets = references(node).map((keyword) => map.resolve(node, keyword));
  if (refSilencesSiblings(node, map.dialect)) return targets.filter(isNode);
  const inPlace = subschemas(node, map.dialect)
    .filter((child) => child.place === "here")
    .map((child) => child.schema);
  return [...targets, ...inPlace].filter(isNode);
}

/** The reference keywords that a schema uses. */
export function references(node: SchemaNode): ("$ref" | "$dynamicRef")[] {
  return (["$ref", "$dynamicRef"] as const).filter((keyword) => typeof node[keyword] === "string");
}

function sum(map: SchemaMap, node: SchemaNode, parts: Reach[]): Reach {
  let expansion = 1;
  let chain = 1;
  for (const part of parts) {
    expansion += part.expansion;
    chain = Math.max(chain, part.chain + 1);
  }
  if (expansion > EXPANSION_MAX)
    refuse(
      map,
      node,
      `Through its references and combinations this subschema looks at one value more than ${EXPANSION_MAX} times; untangle it.`,
    );
  if (chain > CHAIN_MAX)
    refuse(map, node, `A chain of more than ${CHAIN_MAX} references and combinations looks at one value; shorten it.`);
  return { expansion, chain };
}

function refuse(map: SchemaMap, node: SchemaNode, message: string): never {
  throw new SchemaError(map.nodes.get(node)?.pointer ?? "", message);
}
