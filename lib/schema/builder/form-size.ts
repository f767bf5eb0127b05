import { isNode } from "../keywords";
import { resolved } from "../written-out";

const LEVELS = 4;

/**
 * How many fields a form of a schema would draw, counted up to `most` and no further: a schema that refers to itself
 * in many places would draw more with each level than anybody could count. Ask it only of a schema whose reach is proven.
 */
export function formFields(schema: unknown, most: number): number {
  let count = 0;
  const work: { raw: unknown; level: number }[] = [{ raw: schema, level: 0 }];
  for (let next = work.pop(); next && count <= most; next = work.pop()) {
    const node = resolved(next.raw, schema);
    count++;
    if (next.level >= LEVELS) continue;
    const fields = isNode(node.properties) ? Object.values(node.properties) : [];
    const branches = [node.anyOf, node.oneOf].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
    if (count + work.length + fields.length > most) return most + 1;
    for (const raw of [...fields, ...branches, ...(isNode(node.items) ? [node.items] : [])]) {
      work.push({ raw, level: next.level + 1 });
    }
  }
  return count;
}
