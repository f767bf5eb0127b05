import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Sha256 } from "@/lib/evidence/bundle/check/sha-256";
import { checkBundle, nodeTools } from "@/lib/evidence/bundle/check/verify.mjs";
import { webTools } from "@/lib/evidence/bundle/check/web-tools";
import { knownKey, smallBundle, someRecords, zipped } from "./small-bundle";

test("sums taken piece by piece are those that Node takes at once", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), (parts) => {
      const sum = new Sha256();
      for (const part of parts) sum.update(part);
      expect(Buffer.from(sum.digest())).toEqual(createHash("sha256").update(Buffer.concat(parts)).digest());
    }),
  );
});

test("what a browser says of a bundle is what Node says, good or not", async () => {
  const tools = await webTools();
  if (!tools) throw new Error("This Node knows no Ed25519 in WebCrypto");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 99 }), fc.uint8Array({ maxLength: 99 }), (one, other) => {
      expect(tools.crc32(other, tools.crc32(one, 0))).toBe(crc32(Buffer.concat([one, other])));
    }),
  );
  const good = await zipped(smallBundle(someRecords(30), [], knownKey).files);
  for (const flip of [-1, 40, 900, good.length - 1_000, good.length - 3]) {
    const bytes = Uint8Array.from(good);
    if (flip >= 0) bytes[flip] = (bytes[flip] ?? 0) ^ 1;
    const file = { size: bytes.length, read: async (from: number, to: number) => bytes.slice(from, to) };
    const said = await checkBundle(file, tools);
    expect(said).toEqual(await checkBundle(file, nodeTools()));
    expect(said.good).toBe(flip < 0);
  }
});
