import { FileError } from "../file-error";

const PAGE_BYTES = 4 * 1024 * 1024;
const TEXT_BYTES_MAX = 1024 * 1024;
const ALL_BYTES_MAX = 128 * 1024 * 1024;

/** Many texts in little memory: a workbook may share some million of them among its cells. */
export class TextStore {
  private readonly pages: Buffer[] = [];
  private used = PAGE_BYTES;
  private places = new Uint32Array(2_048);
  count = 0;

  add(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (bytes > TEXT_BYTES_MAX)
      throw new FileError("hostile", "The workbook holds a text larger than any cell can be.");
    if (this.used + bytes > PAGE_BYTES) {
      if ((this.pages.length + 1) * PAGE_BYTES > ALL_BYTES_MAX)
        throw new FileError("limit", "The workbook shares more than 128 MB of texts. Save the sheet as CSV.");
      this.pages.push(Buffer.allocUnsafeSlow(PAGE_BYTES));
      this.used = 0;
    }
    const page = this.pages.length - 1;
    this.pages[page]?.write(text, this.used);
    this.place(page * PAGE_BYTES + this.used, bytes);
    this.used += bytes;
  }

  /** The text that was added as the n-th; undefined where there were fewer. */
  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return undefined;
    const from = this.places[index * 2] ?? 0;
    const bytes = this.places[index * 2 + 1] ?? 0;
    const page = this.pages[Math.floor(from / PAGE_BYTES)];
    return page?.toString("utf8", from % PAGE_BYTES, (from % PAGE_BYTES) + bytes) ?? "";
  }

  private place(from: number, bytes: number): void {
    if (this.count * 2 === this.places.length) {
      const wider = new Uint32Array(this.places.length * 2);
      wider.set(this.places);
      this.places = wider;
    }
    this.places[this.count * 2] = from;
    this.places[this.count * 2 + 1] = bytes;
    this.count++;
  }
}
