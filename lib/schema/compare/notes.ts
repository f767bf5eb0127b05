import { SENSITIVE } from "../sensitive-mark";
import { isKnownFormat } from "../formats";
import { assertions, isNode, subschemas, type SchemaNode } from "../keywords";
import { worth } from "./same";
import type { SchemaMap } from "../references";
import { clip } from "./words";
import { step, type Walk } from "./walk";

/** A keyword that judges nothing and differs. */
export interface Note {
  schemaPointer: string;
  says: string;
}

const NAMES: { [keyword: string]: string } = {
  title: "The title",
  description: "The description",
  default: "The default",
  examples: "The examples",
  $comment: "The comment",
  [SENSITIVE]: "The mark as sensitive",
};

/** What differs between two schemas beside what they accept: titles, descriptions and the like, at places that both have. */
export function notesBetween(walk: Walk, before: SchemaMap, after: SchemaMap, notesMax: number): Note[] {
  const old = new Map([...before.nodes].map(([node, { pointer }]) => [pointer, node]));
  const notes: Note[] = [];
  for (const [node, { pointer }] of after.nodes) {
    const other = old.get(pointer);
    if (other === undefined) continue;
    for (const keyword of new Set([...Object.keys(other), ...Object.keys(node)])) {
      step(walk);
      if (judges(before, other, keyword) || judges(after, node, keyword)) continue;
      const [was, now] = [other, node].map((one) => (Object.hasOwn(one, keyword) ? worth(one[keyword]) : undefined));
      if (was === now) continue;
      if (notes.length > notesMax) return notes;
      const does = was === undefined ? "is added" : now === undefined ? "is removed" : "changes";
      notes.push({ schemaPointer: pointer, says: `${nameOf(keyword)} of ${placeOf(pointer)} ${does}` });
    }
  }
  return notes;
}

function judges({ dialect }: SchemaMap, node: SchemaNode, keyword: string): boolean {
  if (keyword === "format") return isKnownFormat(String(node.format));
  if (assertions(dialect).includes(keyword)) return true;
  if (["$ref", "$dynamicRef", "$defs", "definitions", "dependencies"].includes(keyword)) return true;
  const value = Object.hasOwn(node, keyword) ? node[keyword] : undefined;
  if (!isNode(value) && !Array.isArray(value) && typeof value !== "boolean") return false;
  return (
    subschemas({ [keyword]: value }, dialect).length > 0 ||
    (isNode(value) && subschemas({ [keyword]: { x: true } }, dialect).length > 0)
  );
}

const nameOf = (keyword: string) =>
  Object.hasOwn(NAMES, keyword) ? (NAMES[keyword] ?? keyword) : `The keyword ${clip(keyword)}`;

function placeOf(pointer: string): string {
  const name = /\/properties\/([^/]*)$/.exec(pointer)?.[1];
  if (name !== undefined) return `"${clip(name.replaceAll("~1", "/").replaceAll("~0", "~"))}"`;
  return pointer === "" ? "the schema" : clip(pointer);
}
