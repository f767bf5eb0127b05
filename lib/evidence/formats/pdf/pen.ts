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
const REORDERED =
  /[\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Tibt}]/u;

type Shaping = { features?: [] };
/** How wide a run is and how it is shaped; without a shaping it is a box. */
type Shaped = { width: number; shaping?: Shaping };

// With features a run is shaped as a whole, as other scripts need; without, word by word, and a word once only.
const shapingOf = (font: string): Shaping => (font.startsWith("first-") ? {} : { features: [] });
// Some marks have no place on some letters, and fontkit throws where a font says so: they are then not placed. PDFKit
// hands on to it whatever it is given.
const UNPLACED: Shaping = { features: { mark: false, mkmk: false, abvm: false, blwm: false } as object as [] };

/** Sets lines of any script on a document's pages. */
export class Pen {
  private readonly shaped = new Map<string, Shaped>();

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
      const { width, shaping } = this.shape(run, size);
      if (run.font && shaping) this.write(run.text, run.font.name, { size, x, y: place.y, shaping });
      else this.box(run.text, { size, x, y: place.y, width });
      x += width;
    }
  }

  private readonly measure = (run: Run, { size }: Style): number => this.shape(run, size).width;

  private shape({ text, font }: Run, size: number): Shaped {
    const key = `${font?.name ?? ""} ${size} ${text}`;
    const shaped = this.shaped.get(key) ?? this.shapeAnew(text, font, size);
    this.shaped.set(key, shaped);
    return shaped;
  }

  private shapeAnew(text: string, font: Font | undefined, size: number): Shaped {
    for (const shaping of font ? [shapingOf(font.name), UNPLACED] : []) {
      const width = this.widthOf(text, font?.name ?? "", size, shaping);
      if (width !== undefined) return { width, shaping };
    }
    const name = codePointName(text);
    return { width: this.doc.font("first-mono", size * BOX_SHARE).widthOfString(name) + 4 * BOX_PADDING };
  }

  /** Undefined: the font's tables do not fit the text, of which the shaper says only that it met what is not there. */
  private widthOf(text: string, font: string, size: number, shaping: Shaping): number | undefined {
    try {
      return this.doc.font(font, size).widthOfString(text, shaping);
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }

  private write(
    text: string,
    font: string,
    { size, x, y, shaping }: { size: number; x: number; y: number; shaping: Shaping },
  ): void {
    const said = REORDERED.test(text);
    if (said) this.doc.markContent("Span", { actual: text });
    this.doc.font(font, size).text(text, x, y, { lineBreak: false, baseline: "alphabetic", ...shaping });
    if (!said) return;
    // Readers set what is said by the page's state where the mark ends: turned as letters are, and in their font.
    this.doc.save().transform(1, 0, 0, -1, 0, this.doc.page.height);
    const { _font: set } = this.doc as unknown as { _font: { id: string } };
    this.doc.addContent(`/${set.id} ${size} Tf`).endMarkedContent().restore();
  }

  /** What no font has, or none can shape: a box with its code points, so that nothing is left out unseen. */
  private box(text: string, { size, x, y, width }: { size: number; x: number; y: number; width: number }): void {
    this.doc.lineWidth(0.4).strokeColor([...FAINT]);
    this.doc.rect(x + BOX_PADDING, y - size * 0.72, width - 2 * BOX_PADDING, size * 0.92).stroke();
    this.write(codePointName(text), "first-mono", {
      size: size * BOX_SHARE,
      x: x + 2 * BOX_PADDING,
      y: y - size * 0.05,
      shaping: shapingOf("first-mono"),
    });
  }
}
