import type { FileErrorKind } from "../file-error";
import type { TableRow } from "../source-row";

/** What the thread that reads workbooks is given. */
export type WorkbookTask = { fd: number; ask: "sheets" } | { fd: number; ask: "rows"; sheet: string | undefined };

/** What it says. After each batch of rows it waits until it is told to go on. */
export type WorkbookSays =
  | { rows: TableRow[] }
  | { sheets: string[] }
  | { refused: { kind: FileErrorKind; message: string; line: number | null } }
  | { done: true };
