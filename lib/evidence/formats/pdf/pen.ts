import type PDFDocument from "pdfkit";
import { type Line, linesOf, type Style } from "./lines";
import type { Font, Fonts } from "./fonts";
import { codePointName, type Run } from "./runs";

const INK = [24, 24, 27] as const;
export const FAINT = [95, 95, 105] as const;
export const RULE = [212, 212, 216] as const;
export type Colour = readonly [number, number, number];

const BOX_SHARE = 0.7;
const BOX_PADDING = 1.5;
/** Their letters stand in another order than they are read, so the text says what is read. */
const REORDERED = /\p{Script=Devanagari}/u;

// With features a run is shaped as a whole, as other scripts need; without, word by word, and a word once only.
const shaping = (font: string) => (font.startsWith("first-") ? {} : { features: [] });

/** Sets lines of any script on a document's pages. */
export class Pen {
  private readonly widths = new Map<string, number>();

  constructor(
    readonly doc: InstanceType<typeof PDFDocument>,
    private readonly fonts: Fonts,
  ) {
    for (const { name, bytes } of fonts.all) doc.registerFont(name, bytes);
  }

  lines(text: string, style: Style, width: number): Line[] {
    return linesOf(text, style, width, { fonts: this.fonts, measure: this.measure });
  }

  /** Draws a line whose letters stand on `y`; what is read from the right ends at the right of the width. */
  draw(line: Line, { size }: Style, place: { x: number; y: number; width: number; colour?: Colour }): void {
    let x = line.fromRight ? place.x + place.width - line.width : place.x;
    for (const run of line.runs) {
      this.doc.fillColor([...(place.colour ?? INK)]);
      if (run.font) this.write(run.text, run.font.name, { size, x, y: place.y });
      else this.box(run.text, { size, x, y: place.y });
      x += this.measure(run, { size, weight: "regular" });
    }
  }

  private readonly measure = ({ text, font }: Run, { size }: Style): number => {
    const key = `${font?.name ?? ""} ${size} ${text}`;
    const width = this.widths.get(key) ?? this.widthOf(text, font, size);
    this.widths.set(key, width);
    return width;
  };

  private widthOf(text: string, font: Font | undefined, size: number): number {
    if (font) return this.doc.font(font.name, size).widthOfString(text, shaping(font.name));
    const name = codePointName(text);
    return this.doc.font("first-mono", size * BOX_SHARE).widthOfString(name) + 4 * BOX_PADDING;
  }

  private write(text: string, font: string, { size, x, y }: { size: number; x: number; y: number }): void {
    const said = REORDERED.test(text);
    if (said) this.doc.markContent("Span", { actual: text });
    const how = { lineBreak: false, baseline: "alphabetic" as const, ...shaping(font) };
    this.doc.font(font, size).text(text, x, y, how);
    if (!said) return;
    this.doc.save().transform(1, 0, 0, -1, 0, this.doc.page.height);
    this.doc.endMarkedContent().restore();
  }

  /** A character that no font has: a box with its code point, so that nothing is left out unseen. */
  private box(text: string, { size, x, y }: { size: number; x: number; y: number }): void {
    const width = this.measure({ text, font: undefined, level: 0 }, { size, weight: "mono" }) - 2 * BOX_PADDING;
    this.doc.lineWidth(0.4).strokeColor([...FAINT]);
    this.doc.rect(x + BOX_PADDING, y - size * 0.72, width, size * 0.92).stroke();
    this.write(codePointName(text), "first-mono", {
      size: size * BOX_SHARE,
      x: x + 2 * BOX_PADDING,
      y: y - size * 0.05,
    });
  }
}
