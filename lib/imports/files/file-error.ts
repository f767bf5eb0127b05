/** What kept a file from being read: told apart by a field, so that several copies of this module agree. */
export type FileErrorKind = "format" | "encoding" | "csv" | "json" | "workbook" | "hostile" | "limit";

/** A file that cannot be read to its end, or not safely; the message says what, where and how to mend it. */
export class FileError extends Error {
  readonly code = "import-file";
  readonly kind: FileErrorKind;
  /** Line of the file, or row of the sheet; null where the whole file is meant. */
  readonly line: number | null;

  constructor(kind: FileErrorKind, message: string, line: number | null = null) {
    super(message);
    this.name = "FileError";
    this.kind = kind;
    this.line = line;
  }
}

/** True for our refusal of a file, whichever copy of the module made it. */
export function isFileError(error: unknown): error is FileError {
  return error instanceof Error && "code" in error && error.code === "import-file";
}
