import type { MerkleTree } from "../../bundle/merkle";

const HEX_DIGITS = 64;
const ERASED = Buffer.from('{"$erased":');

/** A page of lines: their bytes, where the line end of each stands, the ids of their records, a line each; those erased. */
export type Hashed = { bytes: Uint8Array; ends: readonly number[]; ids: string; erased: readonly string[] };

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
  const lines = ids.split("\n").map((id, at) => {
    const mark = own.has(at) && !gone.has(id) ? " own" : "";
    return `${digits.slice(HEX_DIGITS * at, HEX_DIGITS * (at + 1))} ${JSON.stringify(id)}${mark}\n`;
  });
  return Buffer.from(lines.join(""));
}
