import { Sha256 } from "./sha-256";

const POLYNOMIAL = 0xedb88320;
const steps = Int32Array.from({ length: 256 }, (_, byte) => {
  let step = byte;
  for (let bit = 0; bit < 8; bit++) step = step & 1 ? (step >>> 1) ^ POLYNOMIAL : step >>> 1;
  return step;
});

function crc32(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ (steps[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0);
  return ~crc >>> 0;
}

/**
 * What a browser brings to check a bundle with. Undefined where it cannot check Ed25519 signatures: it is too old, or the
 * page came without TLS from another machine.
 */
export async function webTools() {
  if (!(await knowsEd25519())) return undefined;
  return {
    sha256: () => new Sha256(),
    digest: (bytes: Uint8Array) => new Sha256().update(bytes).digest(),
    crc32,
    verify: async (spki: Uint8Array, signature: Uint8Array, message: Uint8Array) => {
      const key = await crypto.subtle.importKey("spki", own(spki), "Ed25519", false, ["verify"]);
      return crypto.subtle.verify("Ed25519", key, own(signature), own(message));
    },
  };
}

const own = (bytes: Uint8Array) => Uint8Array.from(bytes);

/** The public half of the key of RFC 8032's first test. */
const SOME_KEY = "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

async function knowsEd25519(): Promise<boolean> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  const spki = Uint8Array.from(SOME_KEY.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return (
    subtle?.importKey("spki", spki, "Ed25519", false, ["verify"]).then(
      () => true,
      () => false,
    ) ?? false
  );
}
