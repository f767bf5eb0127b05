import { storage } from "../storage/storage";
import type { EvidenceRow, FileRow } from "../store";
import type { Member } from "./zip";

/** The files of an evidence as members of its ZIP. */
export function membersOf(
  row: Pick<EvidenceRow, "account_id" | "id" | "stored_in">,
  files: readonly FileRow[],
): Member[] {
  const { account_id: accountId, id: evidenceId, stored_in: storedIn } = row;
  return files.map(({ name, bytes, crc32 }) => {
    const content = () => storage(storedIn).read({ accountId, evidenceId, name });
    return { name, bytes, crc32: crc32 ?? 0, content };
  });
}
