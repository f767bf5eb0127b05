import { FileError } from "../file-error";
import type { Archive } from "./archive";
import { formatKind, type NumberKind } from "./number-formats";
import { readXml } from "./read-xml";
import { TextStore } from "./text-store";
import { attributeOf } from "./xml-scanner";

const SHEETS_MAX = 1_000;
const STYLES_MAX = 100_000;

/** What has to be known of a workbook before one of its sheets is read. */
export type Workbook = {
  sheets: { name: string; part: string }[];
  since1904: boolean;
  texts: string | undefined;
  styles: string | undefined;
};

/** The sheets of a workbook in their order, hidden ones last, without charts. Throws a FileError for an archive that is no workbook. */
export async function readWorkbookParts(archive: Archive): Promise<Workbook> {
  const main = await mainPart(archive);
  const links = await linksOf(archive, main);
  const found: { name: string; link: string; hidden: boolean }[] = [];
  let since1904 = false;
  await readXml(archive.read(main), {
    open(name, attributes) {
      if (name === "sheet" && found.length < SHEETS_MAX)
        found.push({
          name: attributeOf(attributes, "name") ?? "",
          link: linkId(attributes),
          hidden: /hidden/i.test(attributeOf(attributes, "state") ?? ""),
        });
      // Newer spreadsheets add a second element of this name, which does not say from when days are counted.
      if (name === "workbookPr") since1904 ||= ["1", "true"].includes(attributeOf(attributes, "date1904") ?? "");
    },
    text: () => {},
    close: () => {},
  });
  // The first sheet is the one that is read where nobody chose: what a person sees comes before what is hidden.
  const seenFirst = [...found.filter(({ hidden }) => !hidden), ...found.filter(({ hidden }) => hidden)];
  const sheets = seenFirst.flatMap(({ name, link }) => {
    const part = links.get(link);
    return part?.kind === "worksheet" && archive.has(part.target) ? [{ name, part: part.target }] : [];
  });
  if (sheets.length === 0) throw new FileError("workbook", "The workbook has no sheet with cells.");
  const partOf = (kind: string) =>
    [...links.values()].find((link) => link.kind === kind && archive.has(link.target))?.target;
  return { sheets, since1904, texts: partOf("sharedStrings"), styles: partOf("styles") };
}

const linkId = (attributes: string) => /\s(?:[\w.-]+:)id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1] ?? "";

async function mainPart(archive: Archive): Promise<string> {
  if (archive.has("_rels/.rels")) {
    const links = await linksOf(archive, "");
    const main = [...links.values()].find(({ kind }) => kind === "officeDocument")?.target;
    if (main?.endsWith(".bin")) throw new FileError("format", "This is a binary workbook. Save it as .xlsx.");
    if (main !== undefined && archive.has(main) && /\.xml$/i.test(main) && !main.startsWith("word/")) return main;
  }
  if (archive.has("xl/workbook.xml")) return "xl/workbook.xml";
  throw new FileError("format", "This archive is no workbook. Import a CSV, JSON, NDJSON or XLSX file.");
}

type Link = { kind: string; target: string };

/** What a part names by its links, as parts of the archive. Links out of it are never followed. */
async function linksOf(archive: Archive, part: string): Promise<Map<string, Link>> {
  const folder = part.slice(0, part.lastIndexOf("/") + 1);
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const links = new Map<string, Link>();
  if (!archive.has(name)) return links;
  await readXml(archive.read(name), {
    open(tag, attributes) {
      if (tag !== "Relationship" || attributeOf(attributes, "TargetMode") === "External") return;
      const kind = attributeOf(attributes, "Type")?.split("/").at(-1) ?? "";
      links.set(attributeOf(attributes, "Id") ?? "", {
        kind,
        target: resolved(folder, attributeOf(attributes, "Target") ?? ""),
      });
    },
    text: () => {},
    close: () => {},
  });
  return links;
}

function resolved(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith("/") ? target : folder + target).split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}

/** The texts that cells share. */
export async function readSharedTexts(archive: Archive, part: string | undefined): Promise<TextStore> {
  const store = new TextStore();
  if (part === undefined) return store;
  let text = "";
  let taking = false;
  let spoken = 0;
  await readXml(archive.read(part), {
    open(name) {
      if (name === "si") text = "";
      if (name === "rPh") spoken++;
      taking = name === "t" && spoken === 0;
    },
    text(piece) {
      if (taking) text += piece;
    },
    close(name) {
      taking = false;
      if (name === "rPh") spoken--;
      if (name === "si") store.add(plainText(text));
    },
  });
  return store;
}

/** Text of a workbook, in which _x000D_ stands for a character that XML has no place for. */
export const plainText = (text: string) =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
    : text;

/** What numbers mean in each of the workbook's styles: a number, a day, a moment, a time. */
export async function readStyles(archive: Archive, part: string | undefined): Promise<NumberKind[]> {
  const kinds: NumberKind[] = [];
  if (part === undefined) return kinds;
  const own = new Map<number, string>();
  let inCells = false;
  await readXml(archive.read(part), {
    open(name, attributes) {
      if (name === "numFmt")
        own.set(Number(attributeOf(attributes, "numFmtId")), attributeOf(attributes, "formatCode") ?? "");
      if (name === "cellXfs") inCells = true;
      if (name !== "xf" || !inCells || kinds.length >= STYLES_MAX) return;
      const id = Number(attributeOf(attributes, "numFmtId") ?? 0);
      kinds.push(formatKind(id, own.get(id)));
    },
    text: () => {},
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return kinds;
}
