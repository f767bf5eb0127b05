import { readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const NAME = ".s.PGSQL.";
const PORT_DIGITS = 5;
/** What the address of a socket holds: 108 bytes on Linux and 104 on macOS, with a zero byte at its end. */
const PATH_BYTES_MAX = 103;

/** Where PostgreSQL puts the socket of a port. */
export const socketOf = (folder: string, port: number): string => join(folder, `${NAME}${port}`);

/**
 * Whether a socket can stand in a folder, found by trying: PostgreSQL would not start where it cannot. There are none on
 * Windows, where the path is too long, and in folders that a container shares with some hosts.
 */
export async function takesSockets(folder: string): Promise<boolean> {
  const path = join(folder, `${NAME}probe`);
  if (process.platform === "win32" || Buffer.byteLength(join(folder, NAME)) + PORT_DIGITS > PATH_BYTES_MAX)
    return false;
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false)); // that is the answer, not a failure
    probe.listen(path, () => probe.close(() => resolve(true)));
  });
}

/** Removes what a killed PostgreSQL left: each start has another port, and so another socket. None runs there. */
export function removeSockets(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(NAME)) rmSync(join(folder, name), { force: true });
}
