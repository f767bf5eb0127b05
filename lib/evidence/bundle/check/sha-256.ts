/** SHA-256 piece by piece, which WebCrypto does not offer: a bundle may be larger than what a browser can hold. */

const FIRST = primes(8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const BLOCK_BYTES = 64;

/** The first 32 bits behind the point, as the standard takes its constants. */
function fraction(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number++) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found;
}

const words = new Int32Array(64);

/** A sum that grows with what it is given. */
export class Sha256 {
  readonly #state = new Int32Array(FIRST);
  readonly #held = new Uint8Array(BLOCK_BYTES);
  #bytes = 0;

  /** Takes the next bytes. */
  update(bytes: Uint8Array): this {
    let from = 0;
    const held = this.#bytes % BLOCK_BYTES;
    this.#bytes += bytes.length;
    if (held > 0) {
      from = Math.min(BLOCK_BYTES - held, bytes.length);
      this.#held.set(bytes.subarray(0, from), held);
      if (held + from < BLOCK_BYTES) return this;
      this.#block(this.#held, 0);
    }
    for (; from + BLOCK_BYTES <= bytes.length; from += BLOCK_BYTES) this.#block(bytes, from);
    this.#held.set(bytes.subarray(from));
    return this;
  }

  /** The sum; afterwards nothing can be added. */
  digest(): Uint8Array {
    const bits = this.#bytes * 8;
    const held = this.#bytes % BLOCK_BYTES;
    const end = new Uint8Array(held < 56 ? BLOCK_BYTES - held : 2 * BLOCK_BYTES - held);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(end.length - 4, bits % 2 ** 32);
    this.update(end);
    const sum = new DataView(new ArrayBuffer(32));
    for (let at = 0; at < 8; at++) sum.setInt32(4 * at, this.#state[at] ?? 0);
    return new Uint8Array(sum.buffer);
  }

  #block(bytes: Uint8Array, from: number): void {
    for (let at = 0, byte = from; at < 16; at++, byte += 4) {
      words[at] =
        ((bytes[byte] ?? 0) << 24) |
        ((bytes[byte + 1] ?? 0) << 16) |
        ((bytes[byte + 2] ?? 0) << 8) |
        (bytes[byte + 3] ?? 0);
    }
    for (let at = 16; at < 64; at++) {
      const early = words[at - 15] ?? 0;
      const late = words[at - 2] ?? 0;
      const s0 = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
      const s1 = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
      words[at] = ((words[at - 16] ?? 0) + s0 + (words[at - 7] ?? 0) + s1) | 0;
    }
    // Read and written one by one: taking a list apart costs more than a round.
    const state = this.#state;
    let a = state[0] ?? 0;
    let b = state[1] ?? 0;
    let c = state[2] ?? 0;
    let d = state[3] ?? 0;
    let e = state[4] ?? 0;
    let f = state[5] ?? 0;
    let g = state[6] ?? 0;
    let h = state[7] ?? 0;
    for (let at = 0; at < 64; at++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const first = (h + s1 + ((e & f) ^ (~e & g)) + (ROUNDS[at] ?? 0) + (words[at] ?? 0)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    state[0] = ((state[0] ?? 0) + a) | 0;
    state[1] = ((state[1] ?? 0) + b) | 0;
    state[2] = ((state[2] ?? 0) + c) | 0;
    state[3] = ((state[3] ?? 0) + d) | 0;
    state[4] = ((state[4] ?? 0) + e) | 0;
    state[5] = ((state[5] ?? 0) + f) | 0;
    state[6] = ((state[6] ?? 0) + g) | 0;
    state[7] = ((state[7] ?? 0) + h) | 0;
  }
}
