import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { storage } from "../storage/storage";

/** A file of a bundle as it came out. */
export type MadeFile = { name: string; bytes: number; sha256: string; crc32: number };

/** Takes the bytes of one file: they are measured and hashed here, and stored where it is made for that. */
export type Sink = { write: (bytes: Uint8Array) => Promise<void>; end: () => Promise<MadeFile> };

/** Opens the sink of a file by its name. */
export type Sinks = (name: string) => Sink;

const WAITING_BYTES_MAX = 4 * 1024 * 1024;

/** Sinks that keep nothing: what was made is only measured and hashed. */
export const measured: Sinks = (name) =>
  sinkOf(
    name,
    () => Promise.resolve(),
    () => Promise.resolve(),
  );

/**
 * Does a work with sinks that store what they take in the files of an evidence. A work that fails leaves nobody waiting
 * for the rest of its files; throws what it throws.
 */
export async function storing<Made>(
  storedIn: string,
  of: { accountId: number; evidenceId: number },
  work: (sinks: Sinks) => Promise<Made>,
): Promise<Made> {
  const opened: { pipe: Pipe; stored: Promise<void> }[] = [];
  const open: Sinks = (name) => {
    const pipe = new Pipe();
    const stored = storage(storedIn).write({ ...of, name }, pipe);
    stored.catch((error: unknown) => pipe.break(error));
    opened.push({ pipe, stored });
    return sinkOf(
      name,
      (bytes) => pipe.write(bytes),
      () => {
        pipe.end();
        return stored;
      },
    );
  };
  try {
    return await work(open);
  } catch (error) {
    for (const { pipe } of opened) pipe.break(error);
    await Promise.allSettled(opened.map(({ stored }) => stored));
    throw error;
  }
}

function sinkOf(name: string, take: (bytes: Uint8Array) => Promise<void>, end: () => Promise<void>): Sink {
  const hash = createHash("sha256");
  let bytes = 0;
  let check = 0;
  return {
    write: (part) => {
      hash.update(part);
      check = crc32(part, check);
      bytes += part.length;
      return take(part);
    },
    end: async () => {
      await end();
      return { name, bytes, sha256: hash.digest("hex"), crc32: check };
    },
  };
}

/** Hands bytes from whoever makes them to whoever stores them; few of them wait in between. */
class Pipe implements AsyncIterable<Uint8Array> {
  #waiting: Uint8Array[] = [];
  #bytes = 0;
  #ended = false;
  #broken: { error: unknown } | undefined;
  #listening: (() => void)[] = [];

  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    this.#moved();
    while (this.#bytes > WAITING_BYTES_MAX && !this.#broken) await this.#move();
    if (this.#broken) throw this.#broken.error;
  }

  end(): void {
    this.#ended = true;
    this.#moved();
  }

  break(error: unknown): void {
    this.#broken ??= { error };
    this.#moved();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#broken) throw this.#broken.error;
      const next = this.#waiting.shift();
      if (next) {
        this.#bytes -= next.length;
        this.#moved();
        yield next;
      } else if (this.#ended) return;
      else await this.#move();
    }
  }

  #move(): Promise<void> {
    return new Promise((resolve) => this.#listening.push(resolve));
  }

  #moved(): void {
    for (const tell of this.#listening.splice(0)) tell();
  }
}
