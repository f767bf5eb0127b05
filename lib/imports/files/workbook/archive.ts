import type { Readable } from "node:stream";
import { type Entry, fromFdPromise, type ZipFile } from "yauzl";
import { FileError } from "../file-error";

const PARTS_MAX = 10_000;
const INFLATED_BYTES_MAX = 3 * 1024 ** 3;
// A sheet of a million like rows inflates to some 20 times its size; only what was made to hurt goes beyond this.
const RATIO_MAX = 200;
const RATIO_MATTERS_FROM = 16 * 1024 * 1024;

/** The parts of a workbook's archive, inflated only as they are read and only within bounds. */
export class Archive {
  private inflated = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly parts: ReadonlyMap<string, Entry>,
  ) {}

  /** Opens the archive in an open file, which stays the caller's. Throws a FileError for one that is not sound. */
  static async open(fd: number): Promise<Archive> {
    try {
      const zip = await fromFdPromise(fd, { lazyEntries: true, autoClose: false });
      const parts = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        refuseEntry(entry, parts);
        parts.set(entry.fileName.toLowerCase(), entry);
      }
      return new Archive(zip, parts);
    } catch (error) {
      throw asFileError(error);
    }
  }

  /** Whether there is a part of this name, upper and lower case alike. */
  has(name: string): boolean {
    return this.parts.has(name.toLowerCase());
  }

  /** The bytes of a part. Throws a FileError where there is none, or it is not what the archive says. */
  async *read(name: string): AsyncGenerator<Uint8Array> {
    const entry = this.parts.get(name.toLowerCase());
    if (entry === undefined) throw new FileError("workbook", `The workbook has no part "${name.slice(0, 100)}".`);
    let own = 0;
    try {
      const stream: Readable = await this.zip.openReadStreamPromise(entry);
      for await (const bytes of stream as AsyncIterable<Buffer>) {
        own += bytes.length;
        this.inflated += bytes.length;
        if (isBomb(own, entry.compressedSize) || this.inflated > INFLATED_BYTES_MAX) throw bomb();
        yield bytes;
      }
    } catch (error) {
      throw asFileError(error);
    }
  }
}

function refuseEntry(entry: Entry, before: ReadonlyMap<string, Entry>): void {
  if (before.size >= PARTS_MAX) throw new FileError("hostile", `The workbook has more than ${PARTS_MAX} parts.`);
  if (before.has(entry.fileName.toLowerCase()))
    throw new FileError("hostile", "The workbook has two parts of one name, so that two readers may see two files.");
  if (entry.isEncrypted()) throw new FileError("format", "The workbook is encrypted. Save it without a password.");
  if (isBomb(entry.uncompressedSize, entry.compressedSize)) throw bomb();
}

const isBomb = (inflated: number, packed: number) => inflated > RATIO_MATTERS_FROM && inflated > packed * RATIO_MAX;

const bomb = () =>
  new FileError(
    "hostile",
    "The workbook inflates to far more than a sheet of its size can hold. Save it anew, or as CSV.",
  );

const NOT_SOUND: readonly [RegExp, string][] = [
  [
    /absolute path|relative path|invalid characters in fileName/i,
    "The workbook has a part whose name leads out of it.",
  ],
  [/too many bytes|not enough bytes|size mismatch/i, "A part of the workbook is not as large as the workbook says."],
  [/compression method/i, "The workbook is packed in a way that spreadsheets do not use."],
];

function asFileError(error: unknown): Error {
  if (error instanceof FileError || !(error instanceof Error)) return error as Error;
  const found = NOT_SOUND.find(([words]) => words.test(error.message));
  if (found) return new FileError("hostile", `${found[1]} Save it anew.`);
  return new FileError("workbook", "The workbook is damaged, or is none. Open it in a spreadsheet and save it anew.");
}
