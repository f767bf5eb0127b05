import { Refusal } from "@/lib/contract/errors";
import type { JobRow } from "@/lib/jobs/store";
import { parseExact } from "@/lib/schema/exact-json";
import type { ReadOptions } from "./files/read-rows";
import type { Mapping } from "./mapping/mapping";
import type { ImportRow } from "./store";

/** How a file is read, as it is kept. */
export type ReadFacts = Required<Pick<ReadOptions, "format">> & {
  encoding: NonNullable<ReadOptions["encoding"]> | null;
  delimiter: string | null;
  quote: string | null;
  headerRow: number | null;
  sheet: string | null;
  sheets: string[];
};

/** Whether a file's rows are JSON, and no cells. */
export const isJson = ({ format }: Pick<ReadFacts, "format">): boolean => format === "json" || format === "ndjson";

/** A column as it was found. */
export type FoundColumn = { column: number; name: string; samples: string[] };

/** The import that a job works on. */
export function importIdOf({ input }: JobRow): number {
  return (JSON.parse(input) as { importId: number }).importId;
}

/** How an import's file is read. Throws conflict while nobody knows. */
export function readFactsOf({ read }: ImportRow): ReadFacts {
  if (read === null) throw new Refusal("conflict", { message: "The file is not whole yet, or could not be read" });
  return JSON.parse(read) as ReadFacts;
}

/** The same as the reader takes it. */
export function readOptionsOf(row: ImportRow): ReadOptions {
  const { format, encoding, delimiter, quote, headerRow, sheet } = readFactsOf(row);
  return {
    format,
    encoding: encoding ?? undefined,
    delimiter,
    quote,
    headerRow: headerRow ?? 0,
    sheet: sheet ?? undefined,
  };
}

/** An import's mapping; numbers in it keep their digits. Throws conflict while there is none. */
export function mappingOf({ mapping }: ImportRow): Mapping {
  if (mapping === null) throw new Refusal("conflict", { message: "The file is not whole yet, so nothing is mapped" });
  return parseExact(mapping) as Mapping;
}

/** The names of a file's columns. */
export const namesOf = ({ columns }: ImportRow): string[] => columnsIn(columns).map(({ name }) => name);

/** A file's columns with samples. */
export const columnsIn = (columns: string): FoundColumn[] => JSON.parse(columns) as FoundColumn[];
