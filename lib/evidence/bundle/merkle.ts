import { hash } from "node:crypto";

const HASH_BYTES = 32;
const NODE_BYTES = 1 + 2 * HASH_BYTES;

/** A tree as far as it has grown: its lines, and the roots of its full subtrees from the left. */
export type Grown = { size: number; full: readonly string[] };

/**
 * The tree of RFC 6962 §2.1 over lines, one after the other: leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖
 * right). Kept are the roots of its full subtrees only, so that a million lines take twenty hashes of memory; as texts
 * of a character each byte, since a hash that is made as a buffer costs nearly three times as much.
 */
export class MerkleTree {
  size: number;
  readonly #full: string[];

  /** grown: as it was left, to go on from there. */
  constructor({ size, full }: Grown = { size: 0, full: [] }) {
    this.size = size;
    this.#full = [...full];
  }

  /** All that has to be kept to go on elsewhere. */
  grown(): Grown {
    return { size: this.size, full: [...this.#full] };
  }

  /** Takes the next line, without its line end, and gives its leaf hash. */
  add(line: Uint8Array): Buffer {
    return Buffer.from(this.addText(line), "latin1");
  }

  /** The same, as a text of a character each byte. */
  addText(line: Uint8Array): string {
    const leaf = leafHash(line);
    let top = leaf;
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) top = node(this.#full.pop() ?? top, top);
    this.#full.push(top);
    this.size += 1;
    return leaf;
  }

  /** The root over all lines so far; of none, the hash of nothing. */
  root(): Buffer {
    const last = this.#full.at(-1);
    if (last === undefined) return hash("sha256", "", "buffer");
    const top = this.#full.slice(0, -1).reduceRight((right, left) => node(left, right), last);
    return Buffer.from(top, "latin1");
  }
}

let scratch = Buffer.alloc(16 * 1024);

function leafHash(line: Uint8Array): string {
  if (line.length >= scratch.length) scratch = Buffer.alloc(2 * line.length);
  scratch[0] = 0;
  scratch.set(line, 1);
  return hash("sha256", scratch.subarray(0, line.length + 1), "binary");
}

const pair = Buffer.alloc(NODE_BYTES);

function node(left: string, right: string): string {
  pair[0] = 1;
  pair.write(left, 1, "latin1");
  pair.write(right, 1 + HASH_BYTES, "latin1");
  return hash("sha256", pair, "binary");
}
