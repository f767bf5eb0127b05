import { execFileSync, spawnSync, type ChildProcess } from "node:child_process";
import { statSync } from "node:fs";

/** The user that PostgreSQL runs as; undefined is the user of this process. PostgreSQL refuses to run as root. */
export type RunAs = { uid: number; gid: number; name: string } | undefined;

/** Who runs the embedded database: the owner of an existing cluster, else `postgres`, else `nobody`. */
export function chooseUser(cluster: string): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  const existing = statSync(cluster, { throwIfNoEntry: false });
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid, name: `uid ${existing.uid}` };
  const found = lookUp("postgres") ?? lookUp("nobody");
  if (found) return found;
  throw new Error(
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody to run it as. " +
      "Create one (useradd --system postgres), run npm start as an ordinary user, or set DATABASE_URL.",
  );
}

function lookUp(name: string): RunAs {
  const ask = (flag: string) => spawnSync("id", [flag, name], { encoding: "utf8" });
  const [uid, gid] = [ask("-u"), ask("-g")];
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout), name } : undefined;
}

/** Whether a user can enter a folder, asked from the system itself: modes of every parent and ACLs count. */
export function canEnter(user: RunAs, folder: string): boolean {
  const tried = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...identity(user), cwd: "/", stdio: "ignore" });
  refuseWithoutPower(tried.error, user);
  return tried.status === 0;
}

/** Whether a user can run a program that stands at a path. */
export function canRun(user: RunAs, program: string): boolean {
  try {
    execFileSync(program, ["--version"], { ...identity(user), cwd: "/", stdio: "ignore" });
    return true;
  } catch (error) {
    refuseWithoutPower(error, user);
    return false;
  }
}

/** The part of spawn's options that makes a child run as a user. */
export const identity = (user: RunAs) => (user ? { uid: user.uid, gid: user.gid } : {});

function refuseWithoutPower(error: unknown, user: RunAs): void {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "EPERM") return;
  throw new Error(
    `This process is root but may not become ${user?.name ?? "another user"} (a container without CAP_SETUID?), and PostgreSQL ` +
      "does not run as root. Run npm start as an ordinary user, or set DATABASE_URL.",
  );
}

/** The environment of PostgreSQL's programs: nothing of ours, above all no secrets and no PG* variables. */
export const PLAIN = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } as unknown as NodeJS.ProcessEnv;

/** Sends the last signal a dying process can still send, so that nothing it started outlives it. */
export function endWithUs(child: ChildProcess): void {
  const lastResort = () => void child.kill("SIGINT");
  process.once("exit", lastResort);
  child.once("exit", () => process.off("exit", lastResort));
}
