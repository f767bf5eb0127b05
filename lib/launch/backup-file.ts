import { createHash, type Hash } from "node:crypto";
import { once } from "node:events";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  openSync,
  fsyncSync,
  closeSync,
  renameSync,
  rmSync,
} from "node:fs";
import { finished } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

/*
 * The file is gzip over text, so `zcat FILE | head` shows what it is: a header line, then for each table a line, its
 * rows as COPY text, `\.` and a line with count and sha256; then the sequences; last a line that seals all before it.
 */
export type Header = {
  attestry: "backup";
  format: 1;
  madeAt: string;
  postgres: string;
  migrations: { name: string; checksum: string }[];
};
export type TableEnd = { rows: number; sha256: string };

const END_OF_ROWS = Buffer.from("\n\\.\n");

/** Writes a backup aside and gives it its name when it is whole and on the disk. */
export class BackupWriter {
  readonly #gzip = createGzip({ level: 4 });
  readonly #seal = createHash("sha256");
  readonly #aside: string;
  readonly #written: Promise<void>;

  constructor(readonly file: string) {
    if (existsSync(file)) throw new Error(`${file} exists already: choose another name, or remove it first.`);
    this.#aside = `${file}.partial`;
    const output = createWriteStream(this.#aside, { mode: 0o600 });
    this.#gzip.pipe(output);
    output.once("error", (error) => this.#gzip.destroy(error)); // a full disk must not leave the writer waiting
    this.#written = finished(output);
    this.#written.catch(() => undefined); // heard when it is awaited in close()
  }

  async line(value: unknown): Promise<void> {
    await this.write(Buffer.from(`${JSON.stringify(value)}\n`));
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#seal.update(bytes);
    if (this.#gzip.destroyed) await this.#written;
    if (!this.#gzip.write(bytes)) await Promise.race([once(this.#gzip, "drain"), this.#written]);
  }

  /** Rows of one table; answers the hash over them. */
  async rows(source: AsyncIterable<Uint8Array>): Promise<string> {
    const hash = createHash("sha256");
    for await (const part of source) {
      hash.update(part);
      await this.write(part);
    }
    await this.write(END_OF_ROWS.subarray(1));
    return hash.digest("hex");
  }

  async close(): Promise<void> {
    const seal = this.#seal.digest("hex");
    this.#gzip.end(`${JSON.stringify({ seal })}\n`);
    await this.#written;
    const handle = openSync(this.#aside, "r+");
    fsyncSync(handle);
    closeSync(handle);
    renameSync(this.#aside, this.file);
  }

  abandon(): void {
    this.#gzip.destroy();
    rmSync(this.#aside, { force: true });
  }
}

/** Reads a backup from its beginning to its seal, in bounded memory. */
export class BackupReader {
  readonly #seal: Hash = createHash("sha256");
  readonly #parts: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(readonly file: string) {
    if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
    const input = createReadStream(file);
    const gunzip = createGunzip();
    input.once("error", (error) => gunzip.destroy(error));
    this.#parts = input.pipe(gunzip)[Symbol.asyncIterator]();
  }

  async header(): Promise<Header> {
    const header = await this.line<Partial<Header>>();
    if (header.attestry !== "backup") throw new Error(`${this.file} is not a backup of Attestry.`);
    if (header.format !== 1)
      throw new Error(
        `${this.file} has format ${header.format}; this version reads format 1. Use a newer version of Attestry.`,
      );
    return header as Header;
  }

  async line<Value>(): Promise<Value> {
    let end = this.#held.indexOf("\n");
    while (end < 0) {
      await this.#more();
      end = this.#held.indexOf("\n");
    }
    const bytes = this.#take(end + 1);
    this.#seal.update(bytes);
    try {
      return JSON.parse(bytes.toString("utf8")) as Value;
    } catch (error) {
      throw new Error(`${this.file} is damaged: a line of its own notes cannot be read.`, { cause: error });
    }
  }

  /** The rows of one table as they were written, up to the mark that ends them. */
  async *rows(): AsyncGenerator<Buffer> {
    while (this.#held.length < 3) await this.#more();
    // Behind an imagined line end, an empty table looks like any other.
    let inside = !this.#held.subarray(0, 3).equals(END_OF_ROWS.subarray(1));
    while (inside) {
      const end = this.#held.indexOf(END_OF_ROWS);
      const length = end < 0 ? Math.max(0, this.#held.length - END_OF_ROWS.length + 1) : end + 1;
      const part = this.#take(length);
      this.#seal.update(part);
      if (length) yield part;
      inside = end < 0;
      if (inside) await this.#more();
    }
    this.#seal.update(this.#take(3));
  }

  /** The last line must seal everything before it, and nothing may follow. */
  async checkSeal(): Promise<void> {
    const found = this.#seal.digest("hex");
    const end = this.#held.indexOf("\n");
    if (end < 0) await this.#more();
    const { seal } = JSON.parse(this.#take(this.#held.indexOf("\n") + 1).toString("utf8")) as { seal?: string };
    if (seal !== found) throw new Error(`${this.file} is damaged: its checksum does not hold.`);
  }

  async #more(): Promise<void> {
    try {
      const { done, value } = await this.#parts.next();
      if (done) throw new Error("it ends too early");
      this.#held = this.#held.length ? Buffer.concat([this.#held, value]) : value;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${this.file} is damaged or cut short (${why}). Nothing was restored from it.`, { cause: error });
    }
  }

  #take(length: number): Buffer {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }
}
