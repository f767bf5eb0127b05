import type { MerkleTree } from "../../bundle/merkle";

const HEX_DIGITS = 64;

/** A page of lines: their bytes, where the line end of each stands, and the ids of their records, a line each. */
export type Hashed = { bytes: Uint8Array; ends: readonly number[]; ids: string };

/** Adds a page to a tree; what tells of each line, so that a verifier can name what was changed, removed or added. */
export function leafLines(tree: MerkleTree, { bytes, ends, ids }: Hashed): Buffer {
  let from = 0;
  let leaves = "";
  for (const end of ends) {
    leaves += tree.addText(bytes.subarray(from, end));
    from = end + 1;
  }
  // All at once: each by itself, turning them into digits costs as much as half of hashing.
  const digits = Buffer.from(leaves, "latin1").toString("hex");
  const lines = ids
    .split("\n")
    .map((id, at) => `${digits.slice(HEX_DIGITS * at, HEX_DIGITS * (at + 1))} ${JSON.stringify(id)}\n`);
  return Buffer.from(lines.join(""));
}
