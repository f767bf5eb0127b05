import { Refusal } from "@/lib/contract/errors";
import { env } from "@/lib/db/env";
import { folderStorage } from "./folder";
import { s3Storage } from "./s3";
import { NotThere } from "./not-there";
import * as postgres from "./store";

export type EvidenceOf = { accountId: number; evidenceId: number };
/** One file of an evidence. */
export type FilePlace = EvidenceOf & { name: string };

/**
 * Where the bytes of evidence stand. write: the whole file, in the place of what was there, as a job that was cut begins
 * again; read: all of it, or NotThere; remove: every file of an evidence.
 */
export type Storage = {
  write: (place: FilePlace, parts: AsyncIterable<Uint8Array>) => Promise<void>;
  read: (place: FilePlace) => AsyncIterable<Uint8Array>;
  remove: (of: EvidenceOf) => Promise<void>;
};

const inPostgres: Storage = { write: postgres.writeFile, read: postgres.readFile, remove: postgres.removeFiles };

/** Where new evidence is stored: a location that its row remembers, so that the setting may change. */
export const locationInUse = (): string => env().ATTESTRY_EVIDENCE_STORE;

/**
 * The storage of a location: postgres, file:///folder or s3://bucket/prefix; what a folder or a bucket does not take or give is
 * said in a sentence. Throws for a location that is none of them.
 */
export function storage(location: string): Storage {
  if (location === "postgres") return inPostgres;
  const url = new URL(location);
  if (url.protocol === "file:") return saying("folder", folderStorage(decodeURIComponent(url.pathname)));
  if (url.protocol === "s3:") {
    return saying("object store", s3Storage({ bucket: url.hostname, prefix: prefixOf(url.pathname) }));
  }
  throw new Error(`Evidence is stored in "${location}", which is no storage`);
}

const prefixOf = (pathname: string) => pathname.replace(/^\//, "").replace(/([^/])$/, "$1/");

/** A storage that tells its own trouble from that of whoever makes the bytes, which is thrown as it is. */
function saying(what: string, inner: Storage): Storage {
  const write = async (place: FilePlace, parts: AsyncIterable<Uint8Array>) => {
    const source = heard(parts);
    try {
      await inner.write(place, source.parts());
    } catch (because) {
      throw source.failed() ?? refused(`${what} that evidence is kept in did not take it`, because);
    }
  };
  async function* read(place: FilePlace) {
    try {
      yield* inner.read(place);
    } catch (because) {
      if (MISSING.includes(codeOf(because))) throw new NotThere(place.name, because);
      throw refused(`${what} that evidence is kept in did not give it`, because);
    }
  }
  return { ...inner, write, read };
}

/** What a file system and an object store say of a file that they do not have. */
const MISSING = ["ENOENT", "NoSuchKey"];

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(code ?? name);
}

function refused(what: string, because: unknown): Refusal {
  const message = `The ${what} (${codeOf(because)}); whoever runs the installation has to mend that`;
  return new Refusal("internal", { message, because });
}

/** Parts that keep why they ended. */
function heard(given: AsyncIterable<Uint8Array>) {
  let why: Error | undefined;
  return {
    failed: () => why,
    async *parts() {
      try {
        yield* given;
      } catch (error) {
        why = error instanceof Error ? error : new Error(String(error));
        throw why;
      }
    },
  };
}
