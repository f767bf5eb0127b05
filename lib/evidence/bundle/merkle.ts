import { hash } from "node:crypto";

const NODE_BYTES = 65;

/**
 * The tree of RFC 6962 §2.1 over lines, one after the other: leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖
 * right). Kept are the roots of its full subtrees only, so that a million lines take twenty hashes of memory.
 */
export class MerkleTree {
  size = 0;
  readonly #full: Buffer[] = [];

  /** Takes the next line, without its line end, and gives its leaf hash. */
  add(line: Uint8Array): Buffer {
    const leaf = leafHash(line);
    let top = leaf;
    // Each one bit at the end of the size is a full subtree as large as what stands to its right now.
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) top = node(this.#full.pop() ?? top, top);
    this.#full.push(top);
    this.size += 1;
    return leaf;
  }

  /** The root over all lines so far; of none, the hash of nothing. */
  root(): Buffer {
    const last = this.#full.at(-1);
    if (!last) return hash("sha256", "", "buffer");
    return this.#full.slice(0, -1).reduceRight((right, left) => node(left, right), last);
  }
}

let scratch = Buffer.alloc(16 * 1024);

function leafHash(line: Uint8Array): Buffer {
  if (line.length >= scratch.length) scratch = Buffer.alloc(2 * line.length);
  scratch[0] = 0;
  scratch.set(line, 1);
  return hash("sha256", scratch.subarray(0, line.length + 1), "buffer");
}

const pair = Buffer.alloc(NODE_BYTES);

function node(left: Buffer, right: Buffer): Buffer {
  pair[0] = 1;
  left.copy(pair, 1);
  right.copy(pair, 33);
  return hash("sha256", pair, "buffer");
}
