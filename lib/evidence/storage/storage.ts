import { env } from "@/lib/db/env";
import { folderStorage } from "./folder";
import { s3Storage } from "./s3";
import * as postgres from "./store";

export type EvidenceOf = { accountId: number; evidenceId: number };
/** One file of an evidence. */
export type FilePlace = EvidenceOf & { name: string };
/** From one byte up to another, which is not in it. */
export type Range = { from: number; to: number };

/**
 * Where the bytes of evidence stand. write: the whole file, in the place of what was there, as a job that was cut begins
 * again; read: a range of it, or all; remove: every file of an evidence.
 */
export type Storage = {
  write: (place: FilePlace, parts: AsyncIterable<Uint8Array>) => Promise<void>;
  read: (place: FilePlace, range?: Range) => AsyncIterable<Uint8Array>;
  remove: (of: EvidenceOf) => Promise<void>;
};

const inPostgres: Storage = { write: postgres.writeFile, read: postgres.readFile, remove: postgres.removeFiles };

/** Where new evidence is stored: a location that its row remembers, so that the setting may change. */
export const locationInUse = (): string => env().ATTESTRY_EVIDENCE_STORE;

/** The storage of a location: postgres, file:///folder or s3://bucket/prefix. Throws for one that is none of them. */
export function storage(location: string): Storage {
  if (location === "postgres") return inPostgres;
  const url = new URL(location);
  if (url.protocol === "file:") return folderStorage(decodeURIComponent(url.pathname));
  if (url.protocol === "s3:") return s3Storage({ bucket: url.hostname, prefix: prefixOf(url.pathname) });
  throw new Error(`Evidence is stored in "${location}", which is no storage`);
}

const prefixOf = (pathname: string) => pathname.replace(/^\//, "").replace(/([^/])$/, "$1/");
