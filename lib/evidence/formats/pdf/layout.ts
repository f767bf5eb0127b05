import type { Fact } from "../report-words";
import type { Block } from "./blocks";
import type { Line, Style } from "./lines";
import { type Colour, FAINT, type Pen, RULE } from "./pen";

const MARGIN = 56;
const BOTTOM = 68;
const LABEL_WIDTH = 168;
const GAP = 10;
const CELL_LINES = 5;
const WORD_CHARACTERS = 14;
const TEXT_CHARACTERS = 60;

const TITLE: Style = { size: 20, weight: "strong" };
const HEADING: Style = { size: 12, weight: "strong" };
const TEXT: Style = { size: 9.5, weight: "regular" };
const SMALL: Style = { size: 8.5, weight: "regular" };
const SMALL_STRONG: Style = { size: 8.5, weight: "strong" };
const CODE: Style = { size: 8, weight: "mono" };

type Part = PDFKit.PDFStructureElement;
type Place = { x?: number; width?: number; colour?: Colour };

/** Lays a report's blocks out on pages, each with its place in the document's structure. */
export class Layout {
  private y = MARGIN;
  private readonly width: number;
  private readonly bottom: number;

  constructor(
    private readonly pen: Pen,
    private readonly root: Part,
  ) {
    this.width = pen.doc.page.width - 2 * MARGIN;
    this.bottom = pen.doc.page.height - BOTTOM;
  }

  add(block: Block): void {
    if (block.kind === "title") this.title(block);
    if (block.kind === "heading") this.heading(block.text);
    if (block.kind === "text") this.paragraph("P", block.text, block.code ? CODE : TEXT, block.code ? 6 : 3);
    if (block.kind === "facts") this.facts(block.facts);
    if (block.kind === "table") this.table(block);
    if (block.kind === "signatures") this.signatures(block.who);
  }

  /** The line at the foot of each page, when all pages are there. */
  foot(text: string): void {
    const { doc } = this.pen;
    const { count } = doc.bufferedPageRange();
    for (let at = 0; at < count; at++) {
      doc.switchToPage(at);
      const y = doc.page.height - 36;
      this.artifact("Pagination", () => {
        const [left] = this.pen.lines(text, SMALL, this.width - 90);
        const [right] = this.pen.lines(`Page ${at + 1} of ${count}`, SMALL, 90);
        if (left) this.pen.draw(left, SMALL, { x: MARGIN, y, width: this.width, colour: FAINT });
        if (right) this.pen.draw(right, SMALL, { x: MARGIN + this.width - right.width, y, width: 90, colour: FAINT });
      });
    }
  }

  private title({ over, text, under }: Extract<Block, { kind: "title" }>): void {
    this.paragraph("P", over, SMALL, 8, FAINT);
    this.paragraph("H1", text, TITLE, 4);
    this.paragraph("P", under, TEXT, 4, FAINT);
  }

  private heading(text: string): void {
    this.room(72);
    this.y += 16;
    this.paragraph("H2", text, HEADING, 4);
  }

  private paragraph(type: string, text: string, style: Style, after: number, colour?: Colour): void {
    const lines = this.pen.lines(text, style, this.width);
    this.room(Math.min(lines.length, 3) * leading(style));
    this.put(this.root, type, () => this.flow(lines, style, { colour }));
    this.y += after;
  }

  private facts(facts: readonly Fact[]): void {
    const table = this.open("Table");
    for (const { says, value, code } of facts) {
      const style = code ? CODE : TEXT;
      const label = this.pen.lines(says, TEXT, LABEL_WIDTH - GAP);
      const lines = this.pen.lines(value, style, this.width - LABEL_WIDTH);
      this.room(Math.max(label.length, Math.min(lines.length, 12)) * leading(TEXT) + 6);
      this.rule();
      const row = this.open("TR", table);
      const top = this.y;
      this.put(row, "TH", () => this.flow(label, TEXT, { width: LABEL_WIDTH - GAP, colour: FAINT }), { scope: "Row" });
      const labelEnd = this.y;
      this.y = top;
      const page = this.pen.doc.page;
      this.put(row, "TD", () => this.flow(lines, style, { x: MARGIN + LABEL_WIDTH, width: this.width - LABEL_WIDTH }));
      if (page === this.pen.doc.page) this.y = Math.max(this.y, labelEnd);
      this.y += 3;
      row.end();
    }
    table.end();
  }

  private table({ titles, rows }: Extract<Block, { kind: "table" }>): void {
    const widths = widthsOf(titles, rows, this.width);
    const head = titles.map((title, at) => this.pen.lines(title, SMALL_STRONG, (widths[at] ?? 0) - GAP).slice(0, 3));
    const table = this.open("Table");
    this.room(rowHeight(head) + 40);
    this.cells(head, widths, SMALL_STRONG, table, { type: "TH", scope: "Column" });
    for (const row of rows) {
      const cells = row.map((cell, at) => firstOf(this.pen.lines(cell, SMALL, (widths[at] ?? 0) - GAP)));
      if (this.room(rowHeight(cells))) this.cells(head, widths, SMALL_STRONG);
      this.cells(cells, widths, SMALL, table, { type: "TD" });
    }
    table.end();
  }

  /** A row; without a table it is a header that is repeated on the next page, and no part of what is read aloud. */
  private cells(
    cells: readonly Line[][],
    widths: readonly number[],
    style: Style,
    table?: Part,
    as: { type: string; scope?: string } = { type: "TD" },
  ): void {
    this.rule();
    const top = this.y;
    const row = table && this.open("TR", table);
    let x = MARGIN;
    cells.forEach((lines, at) => {
      this.y = top;
      const place = { x, width: (widths[at] ?? 0) - GAP };
      const draw = () => this.flow(lines, style, place);
      if (row) this.put(row, as.type, draw, as.scope ? { scope: as.scope } : {});
      else this.artifact("Pagination", draw);
      x += widths[at] ?? 0;
    });
    row?.end();
    this.y = top + rowHeight(cells);
  }

  private signatures(who: readonly string[]): void {
    for (const name of who) {
      this.room(64);
      this.y += 34;
      this.rule();
      this.paragraph("P", `${name}: name, date, signature`, SMALL, 6, FAINT);
    }
  }

  private flow(lines: readonly Line[], style: Style, { x = MARGIN, width = this.width, colour }: Place): void {
    for (const line of lines) {
      this.room(leading(style));
      this.pen.draw(line, style, { x, y: this.y + style.size, width, colour });
      this.y += leading(style);
    }
  }

  /** Goes on to a new page when so much does not fit on this one; says whether it did. */
  private room(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    // What is said goes on there in the same part of the document.
    this.pen.doc.continueOnNewPage();
    this.y = MARGIN;
    return true;
  }

  private rule(): void {
    this.artifact("Layout", () => {
      const right = MARGIN + this.width;
      this.pen.doc.lineWidth(0.5).strokeColor([...RULE]);
      this.pen.doc.moveTo(MARGIN, this.y).lineTo(right, this.y).stroke();
    });
    this.y += 3;
  }

  private open(type: string, inside: Part = this.root): Part {
    const part = this.pen.doc.struct(type);
    inside.add(part);
    return part;
  }

  private put(inside: Part, type: string, draw: () => void, options: { scope?: string } = {}): void {
    inside.add(this.pen.doc.struct(type, options as object, [draw]));
  }

  private artifact(type: "Layout" | "Pagination", draw: () => void): void {
    this.pen.doc.markContent("Artifact", { type });
    draw();
    this.pen.doc.endMarkedContent();
  }
}

const leading = ({ size }: Style) => Math.round(size * 1.4 * 2) / 2;
const rowHeight = (cells: readonly Line[][]) => Math.max(1, ...cells.map(({ length }) => length)) * leading(SMALL) + 6;

/** As many lines as a cell may take, with a sign where there are more. */
function firstOf(lines: Line[]): Line[] {
  if (lines.length <= CELL_LINES) return lines;
  const shown = lines.slice(0, CELL_LINES);
  const last = shown.at(-1);
  const run = last?.runs.at(-1);
  return last && run?.font?.has(0x2026)
    ? [...shown.slice(0, -1), { ...last, runs: [...last.runs.slice(0, -1), { ...run, text: `${run.text}…` }] }]
    : shown;
}

/** Widths by how long the texts are, first of all with room for the words that should not be broken. */
function widthsOf(titles: readonly string[], rows: readonly (readonly string[])[], width: number): number[] {
  const columns = titles.map((title, at) => [title, ...rows.slice(0, 50).map((row) => row[at] ?? "")]);
  const longest = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const words = columns.map((texts) => Math.min(WORD_CHARACTERS, longest(texts.flatMap((text) => text.split(/\s/)))));
  const least = words.map((length) => length * SMALL.size * 0.58 + GAP);
  const more = columns.map((texts) => Math.min(TEXT_CHARACTERS, longest(texts)));
  const [needed, wanted] = [sum(least), sum(more)];
  if (needed > width) return least.map((each) => (each / needed) * width);
  return least.map((each, at) => each + ((more[at] ?? 0) / wanted) * (width - needed));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
