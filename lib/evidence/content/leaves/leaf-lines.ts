import type { MerkleTree } from "../../bundle/merkle";

const HEX_DIGITS = 64;
/** What stands otherwise in a JSON text than it is: escaped, or a half of a pair that has lost the other. */
const NOT_AS_IT_IS = /["\\\u0000-\u0009\u000b-\u001f\ud800-\udfff]/;
/** What the line of an erased record begins with; a record that came in may begin so, too. */
export const ERASED_BEGINS = '{"$erased":';
const ERASED = Buffer.from(ERASED_BEGINS);
/** What marks the leaf of a record that came in looking like an erased one. */
const OWN = " own";

/** A page of lines: their bytes, where the line end of each stands, the ids of their records, a line each; those erased. */
export type Hashed = { bytes: Uint8Array; ends: readonly number[]; ids: string; erased: readonly string[] };

/** Whether a line of records.leaves is that of a record that came in looking like an erased one. */
export const isOwnLeaf = (leafLine: string): boolean => leafLine.endsWith(OWN);

/**
 * Adds a page to a tree; what tells of each line, so that a verifier can name what was changed, removed or added. A record
 * that came in looking like an erased one is marked as its own.
 */
export function leafLines(tree: MerkleTree, { bytes, ends, ids, erased }: Hashed): Buffer {
  let from = 0;
  let leaves = "";
  const own = new Set<number>();
  for (const [at, end] of ends.entries()) {
    leaves += tree.addText(bytes.subarray(from, end));
    if (bytes[from + 2] === 36 && ERASED.equals(bytes.subarray(from, from + ERASED.length))) own.add(at);
    from = end + 1;
  }
  // All at once: each by itself, turning them into digits costs as much as half of hashing.
  const digits = Buffer.from(leaves, "latin1").toString("hex");
  const gone = new Set(own.size > 0 ? erased : []);
  const quoted = NOT_AS_IT_IS.test(ids) ? JSON.stringify : (id: string) => `"${id}"`;
  const lines = ids.split("\n").map((id, at) => {
    const mark = own.has(at) && !gone.has(id) ? OWN : "";
    return `${digits.slice(HEX_DIGITS * at, HEX_DIGITS * (at + 1))} ${quoted(id)}${mark}\n`;
  });
  return Buffer.from(lines.join(""));
}
