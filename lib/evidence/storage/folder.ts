import type { EvidenceOf, FilePlace, Storage } from "./storage";
import { path, files, streams } from "@/lib/db/untraced";

/**
 * Keeps files below a folder, as <account>/<evidence>/<name>. A file is there whole or not at all: it is written beside
 * its place, flushed, and then named. Throws what the file system throws.
 */
export function folderStorage(root: string): Storage {
  const folderOf = ({ accountId, evidenceId }: EvidenceOf) => path.join(root, String(accountId), String(evidenceId));
  return {
    async write(place: FilePlace, parts: AsyncIterable<Uint8Array>) {
      const folder = folderOf(place);
      await files.promises.mkdir(folder, { recursive: true });
      const whole = path.join(folder, place.name);
      const beside = `${whole}.part`;
      try {
        await streams.pipeline(parts, files.createWriteStream(beside, { flush: true }));
        await files.promises.rename(beside, whole);
      } catch (error) {
        await files.promises.rm(beside, { force: true });
        throw error;
      }
    },
    read: (place: FilePlace) =>
      files.createReadStream(path.join(folderOf(place), place.name)) as AsyncIterable<Uint8Array>,
    remove: (of: EvidenceOf) => files.promises.rm(folderOf(of), { recursive: true, force: true }),
  };
}
