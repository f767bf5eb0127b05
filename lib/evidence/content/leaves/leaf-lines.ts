import type { MerkleTree } from "../../bundle/merkle";

/** A page of lines: their bytes, where the line end of each stands, and the ids of their records. */
export type Hashed = { bytes: Uint8Array; ends: readonly number[]; ids: readonly string[] };

/** Adds a page to a tree; what tells of each line, so that a verifier can name what was changed, removed or added. */
export function leafLines(tree: MerkleTree, { bytes, ends, ids }: Hashed): Buffer {
  let from = 0;
  const lines = ids.map((id, at) => {
    const end = ends[at] ?? from;
    const leaf = tree.addHex(bytes.subarray(from, end));
    from = end + 1;
    return `${leaf} ${JSON.stringify(id)}\n`;
  });
  return Buffer.from(lines.join(""));
}
