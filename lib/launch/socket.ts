import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const NAME = ".s.PGSQL.";
const PORT_DIGITS = 5;
/** What the address of a socket holds: 108 bytes on Linux and 104 on macOS, with a zero byte at its end. */
const PATH_BYTES_MAX = 103;

/** Where PostgreSQL puts the socket of a port. */
export const socketOf = (folder: string, port: number): string => join(folder, `${NAME}${port}`);

/** Whether sockets can stand in a folder: on Windows, and where the path is too long, there are none. */
export const takesSockets = (folder: string): boolean =>
  process.platform !== "win32" && Buffer.byteLength(join(folder, NAME)) + PORT_DIGITS <= PATH_BYTES_MAX;

/** Removes what a killed PostgreSQL left: each start has another port, and so another socket. None runs there. */
export function removeSockets(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(NAME)) rmSync(join(folder, name), { force: true });
}
