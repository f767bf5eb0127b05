import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MerkleTree } from "./merkle";

const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** RFC 6962 §2.1 as it is written, to compare with. */
function naive(lines: readonly Uint8Array[]): Buffer {
  if (lines.length === 0) return sha256();
  const [first] = lines;
  if (lines.length === 1 && first) return sha256(Buffer.of(0), first);
  let split = 1;
  while (split * 2 < lines.length) split *= 2;
  return sha256(Buffer.of(1), naive(lines.slice(0, split)), naive(lines.slice(split)));
}

// The inputs and roots that Certificate Transparency's own reference implementation is tested with.
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

test("the roots are those of RFC 6962's reference vectors", () => {
  const tree = new MerkleTree();
  expect(tree.root().toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  inputs.forEach((input, index) => {
    tree.add(Buffer.from(input, "hex"));
    expect(tree.root().toString("hex")).toBe(roots[index]);
  });
});

test("any lines give the root that the written definition gives, after each of them", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 70 }), (lines) => {
      const tree = new MerkleTree();
      for (const line of lines) expect(tree.add(line)).toEqual(sha256(Buffer.of(0), line));
      expect(tree.size).toBe(lines.length);
      expect(tree.root()).toEqual(naive(lines));
    }),
  );
});

test("a line larger than any before it is hashed whole", () => {
  const line = Buffer.alloc(100_000, "x");
  expect(new MerkleTree().add(line)).toEqual(sha256(Buffer.of(0), line));
});
