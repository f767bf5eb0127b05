import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileError } from "../file-error";
import { files } from "@/lib/db/untraced";

const BYTES_MAX = 512 * 1024 * 1024;

/** An open file with all that came, which has no name any more: whatever happens to us, nothing stays behind. */
export async function spool(source: AsyncIterable<Uint8Array>): Promise<{ fd: number; close: () => void }> {
  const folder = await files.promises.mkdtemp(join(tmpdir(), "attestry-"));
  const fd = files.openSync(join(folder, "workbook"), "wx+", 0o600);
  const close = () => files.closeSync(fd);
  try {
    await files.promises.rm(folder, { recursive: true });
    let size = 0;
    for await (const bytes of source) {
      size += bytes.length;
      if (size > BYTES_MAX) throw new FileError("limit", "The workbook is larger than 512 MB. Save the sheet as CSV.");
      files.writeFileSync(fd, bytes);
    }
    return { fd, close };
  } catch (error) {
    close();
    throw error;
  }
}
