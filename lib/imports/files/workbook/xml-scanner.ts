import { FileError } from "../file-error";

/** What a part of a workbook is made of, in its order. Names come without prefix; text may come in pieces. */
export type XmlReader = {
  open(name: string, attributes: string): void;
  text(piece: string): void;
  close(name: string): void;
};

const MARKUP_MAX = 1024 * 1024;
const LEVELS_MAX = 100;
const ENTITY_MAX = 12;
const CR = 13;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Reads XML that arrives in pieces. It knows no entities but those of XML itself, and refuses files that declare some. */
export class XmlScanner {
  private rest = "";
  private readonly names: string[] = [];
  private seen = false;

  constructor(private readonly reader: XmlReader) {}

  push(piece: string): void {
    const text = this.rest === "" ? piece : this.rest + piece;
    let at = 0;
    while (at < text.length) {
      const next = text.charCodeAt(at) === 60 ? this.markup(text, at) : this.words(text, at);
      if (next === at) break;
      at = next;
    }
    this.rest = text.slice(at);
    if (this.rest.length > MARKUP_MAX) throw broken("holds a tag without an end");
  }

  /** Throws a FileError for a document that ends too early. */
  end(): void {
    if (this.rest.trim() !== "" || this.names.length > 0 || !this.seen) throw broken("ends too early");
  }

  private words(text: string, from: number): number {
    const tag = text.indexOf("<", from);
    let end = tag === -1 ? text.length : tag;
    // Only at the end of a piece may an entity be cut; looking back for one from every tag would take for ever.
    const amp = tag === -1 ? text.lastIndexOf("&") : -1;
    if (amp >= from && !text.includes(";", amp)) {
      if (text.length - amp > ENTITY_MAX) throw entity(text.slice(amp, amp + ENTITY_MAX));
      end = amp;
    }
    // The end of a line is one character in XML however it was written; the second half of one may be yet to come.
    if (tag === -1 && end > from && text.charCodeAt(end - 1) === CR) end--;
    if (end > from) this.reader.text(decodeXml(withLineFeeds(text.slice(from, end))));
    return end;
  }

  /** Passes one tag or comment; answers `from` when its end has not come yet. */
  private markup(text: string, from: number): number {
    if (text.indexOf(">", from) === -1) return from;
    const mark = text.charAt(from + 1);
    if (mark === "?") return after(text, "?>", from);
    if (mark === "!") return this.declaration(text, from);
    const end = tagEnd(text, from);
    if (end === -1) return from;
    if (mark === "/") this.closeTag(local(text.slice(from + 2, end).trim()));
    else this.openTag(text, from + 1, end);
    return end + 1;
  }

  private declaration(text: string, from: number): number {
    if (text.startsWith("<!--", from)) return after(text, "-->", from);
    if (!text.startsWith("<![CDATA[", from))
      throw new FileError(
        "hostile",
        "The workbook declares entities of its own, which no spreadsheet does. Save it anew.",
      );
    const end = after(text, "]]>", from);
    if (end > from) this.reader.text(withLineFeeds(text.slice(from + 9, end - 3)));
    return end;
  }

  private openTag(text: string, from: number, end: number): void {
    const alone = text.charCodeAt(end - 1) === 47;
    let nameEnd = from;
    while (nameEnd < end && !isBreak(text.charCodeAt(nameEnd))) nameEnd++;
    const name = local(text.slice(from, nameEnd));
    if (name === "") throw broken("holds a tag without a name");
    this.seen = true;
    this.reader.open(name, text.slice(nameEnd, alone ? end - 1 : end));
    if (alone) this.reader.close(name);
    else if (this.names.push(name) > LEVELS_MAX) throw broken("is nested too deeply");
  }

  private closeTag(name: string): void {
    if (this.names.pop() !== name) throw broken("closes a tag that it did not open");
    this.reader.close(name);
  }
}

const withLineFeeds = (text: string) => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);

const isBreak = (code: number) => code <= 32 || code === 47 || code === 62;

function local(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}

function after(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at === -1 ? from : at + end.length;
}

/** Where a tag ends: at the first > that stands in no quotes. */
function tagEnd(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) quote = code;
    else if (code === 62) return at;
  }
  return -1;
}

const UNUSUAL = /['\t\n\r:]| =|= /;

/** The value of an attribute, by its name without prefix; undefined where the tag has none. */
export function attributeOf(attributes: string, name: string): string | undefined {
  // Nearly every writer puts one blank before and double quotes around: that is found without looking at each.
  const usual = attributes.indexOf(` ${name}="`);
  if (usual !== -1 && !attributes.includes("'")) {
    const from = usual + name.length + 3;
    return decodeXml(attributes.slice(from, attributes.indexOf('"', from)));
  }
  if (!UNUSUAL.test(attributes)) return undefined;
  for (const [, full = "", double, single] of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    if (local(full) === name) return decodeXml(double ?? single ?? "");
  return undefined;
}

function decodeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&([^;&]{0,12})(;?)/g, (whole, name: string, end: string) => {
    const code = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? "", code[1] === undefined ? 10 : 16) : undefined;
    const known = point !== undefined && point <= 0x10ffff ? String.fromCodePoint(point) : ENTITIES.get(name);
    if (known === undefined || end === "") throw entity(whole);
    return known;
  });
}

const entity = (name: string) =>
  new FileError("hostile", `The workbook uses ${JSON.stringify(name)}, which XML does not know. Save it anew.`);

const broken = (what: string) => new FileError("workbook", `A part of the workbook ${what}. Save it anew.`);
