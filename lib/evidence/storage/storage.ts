import * as postgres from "./store";

/** One file of an evidence. */
export type FilePlace = { accountId: number; evidenceId: number; name: string };

/**
 * Where the bytes of evidence stand. write: the whole file, in the place of what was there, as a job that was cut begins
 * again; read: from one byte up to another, without a range all; remove: every file of an evidence.
 */
export type Storage = {
  write: (place: FilePlace, parts: AsyncIterable<Uint8Array>) => Promise<void>;
  read: (place: FilePlace, range?: { from: number; to: number }) => AsyncIterable<Uint8Array>;
  remove: (of: { accountId: number; evidenceId: number }) => Promise<void>;
};

const storages: Readonly<Record<string, Storage>> = {
  postgres: { write: postgres.writeFile, read: postgres.readFile, remove: postgres.removeFiles },
};

/** What new evidence is stored in. */
export const storageInUse = "postgres";

/** A storage by the name that the evidence's row remembers. Throws for one that this installation does not know. */
export function storage(name: string): Storage {
  const found = storages[name];
  if (!found) throw new Error(`Evidence is stored in "${name}", which this installation is not set up for`);
  return found;
}
