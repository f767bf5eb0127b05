import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { runToEnd } from "./children";
import type { Cluster } from "./cluster";

const PACKAGE = "postgresql-15";
const DEBIAN = "/usr/lib/postgresql";

/** psql and pgbench, ready to work on one database. */
export type Programs = {
  version: string;
  psql: (...args: string[]) => Promise<string>;
  pgbench: (...args: string[]) => Promise<string>;
};

/** PostgreSQL's own clients of Debian's package. Throws the command that installs them when they are missing. */
export async function findPrograms(cluster: Cluster, database: string): Promise<Programs> {
  const psql = find("psql");
  const pgbench = find("pgbench");
  const env = { ...process.env, PGPASSWORD: cluster.password, PGOPTIONS: "-c jit=off" };
  const to = ["-h", "127.0.0.1", "-p", String(cluster.port), "-U", cluster.role];
  return {
    version: (await runToEnd(pgbench, ["--version"], process.env)).trim(),
    psql: (...args) => runToEnd(psql, [...to, "-d", database, "-X", "-q", "-v", "ON_ERROR_STOP=1", ...args], env),
    pgbench: (...args) => runToEnd(pgbench, [...to, "-n", ...args, database], env),
  };
}

function find(program: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const preferred = [PACKAGE.split("-")[1] ?? "", ...versions].map((version) => path.join(DEBIAN, version, "bin"));
  const folders = [...preferred, ...(process.env.PATH ?? "").split(path.delimiter)];
  const found = folders.map((folder) => path.join(folder, program)).find(isProgram);
  if (found) return found;
  throw new Error(
    `The bench's limit is driven by ${program} of the Debian package ${PACKAGE}, and it is neither in ${DEBIAN} nor on ` +
      `the PATH. Install it: apt-get install ${PACKAGE}`,
  );
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not here, or not to be run: the search goes on
  }
}
