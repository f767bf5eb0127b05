import { FileError } from "../file-error";
import type { TableRow } from "../source-row";
import { Archive } from "./archive";
import { readSharedTexts, readStyles, readWorkbookParts } from "./parts";
import { sheetRows } from "./sheet-rows";

/** The names of a workbook's sheets, in their order, hidden ones last. Throws a FileError. */
export async function sheetNames(fd: number): Promise<string[]> {
  const { sheets } = await readWorkbookParts(await Archive.open(fd));
  return sheets.map(({ name }) => name);
}

/** The rows of one sheet, the first where none is named. Throws a FileError that names the row. */
export async function* workbookRows(fd: number, sheet: string | undefined): AsyncGenerator<TableRow[]> {
  const archive = await Archive.open(fd);
  const workbook = await readWorkbookParts(archive);
  const found = workbook.sheets.find(({ name }) => sheet === undefined || name === sheet);
  if (found === undefined)
    throw new FileError("workbook", `The workbook has no sheet named "${sheet?.slice(0, 100)}".`);
  const texts = await readSharedTexts(archive, workbook.texts);
  const kinds = await readStyles(archive, workbook.styles);
  yield* sheetRows(archive.read(found.part), { texts, kinds, since1904: workbook.since1904 });
}
