import { spawn } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Binaries } from "./binaries";
import type { Cluster } from "./cluster";
import { endOrphans } from "./orphans";
import { processIdentity } from "./process-identity.mjs";
import { endWithUs, identity, PLAIN } from "./run-as";
import { removeSockets, takesSockets } from "./socket";
import { knock } from "./store";

/** A running PostgreSQL of ours. `gone` settles when it ends, for whatever reason. */
export type Postmaster = { pid: number; port: number; gone: Promise<string> };

const START_MS = 120_000;
const STOP_MS = 30_000;

/** A PostgreSQL that already runs on this cluster, proved by logging in; a stale postmaster.pid is cleared away. */
export async function findRunning(cluster: Cluster): Promise<Postmaster | undefined> {
  const noted = readPidFile(cluster.folder);
  if (!noted) return undefined;
  const born = processIdentity(noted.pid);
  if (born && isOurPostgres(noted.pid, cluster.folder)) {
    if (await waitUntilReady(cluster, noted.port, () => processIdentity(noted.pid) !== born)) {
      return { ...noted, gone: watch(noted.pid, born) };
    }
    return undefined; // it was shutting down, and is gone now
  }
  rmSync(join(cluster.folder, "postmaster.pid"), { force: true });
  return undefined;
}

/**
 * By itself, glibc gives memory of a megabyte back to the system as soon as it is free, and each page of records that is
 * read would ask for it anew: a tenth of the time that evidence takes. A connection keeps this much; other C libraries
 * know nothing of it.
 */
const KEPT_BYTES = String(16 * 1024 * 1024);
const MEMORY = { MALLOC_TRIM_THRESHOLD_: KEPT_BYTES, MALLOC_MMAP_THRESHOLD_: KEPT_BYTES };

/** Starts PostgreSQL on a port and a socket of this machine only, and waits until it answers. None runs on the cluster already. */
export async function startPostmaster(cluster: Cluster, binaries: Binaries, port: number): Promise<Postmaster> {
  const { place, folder, user } = cluster;
  mkdirSync(place, { recursive: true });
  await endOrphans(folder);
  const log = openSync(join(place, "start.log"), "w", 0o600);
  removeSockets(folder);
  // A socket stands in the cluster's own folder, which nobody else can enter.
  const sockets = (await takesSockets(folder)) ? `"${folder.replaceAll('"', '""')}"` : "";
  const only = { port, listen_addresses: "127.0.0.1", unix_socket_directories: sockets };
  const options = Object.entries(only).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // Its own process group: Ctrl-C in the terminal is for us, who drain first and stop the database last.
  const child = spawn(join(binaries.bin, "postgres"), ["-D", folder, ...options], {
    ...identity(user),
    cwd: "/",
    env: { ...PLAIN, ...MEMORY },
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  endWithUs(child);
  let ended: string | undefined;
  const gone = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve((ended = error.message)));
    child.once("exit", (code, signal) => resolve((ended = signal ? `ended by ${signal}` : `ended with code ${code}`)));
  });
  child.unref();
  const ready = await waitUntilReady(cluster, port, () => ended !== undefined);
  if (ready && child.pid) return { pid: child.pid, port, gone };
  throw new Error(`PostgreSQL did not start on ${folder} (${ended}). It said:\n${lastWords(cluster)}`);
}

/** Stops PostgreSQL: open transactions are rolled back, what was committed is flushed. */
export async function stopPostmaster({ pid, gone }: Postmaster): Promise<void> {
  const born = processIdentity(pid);
  if (!born) return;
  const late = setTimeout(() => {
    if (processIdentity(pid) === born) process.kill(pid, "SIGQUIT"); // it recovers from its log at the next start
  }, STOP_MS);
  process.kill(pid, "SIGINT");
  await gone;
  clearTimeout(late);
}

/** A port that is free now on the loopback address. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function waitUntilReady(cluster: Cluster, port: number, isOver: () => boolean): Promise<boolean> {
  for (const began = Date.now(); Date.now() - began < START_MS; await pause(40)) {
    const answer = await knock(port, cluster.access.superuser, realpathSync(cluster.folder));
    if (answer === "ready") return true;
    if (isOver()) return false;
    if (answer === "recovering") continue;
    if (answer === "stranger")
      throw new Error(`Port ${port} is answered by a PostgreSQL that is not the one of ${cluster.folder}.`);
  }
  throw new Error(
    `PostgreSQL on ${cluster.folder} did not answer within ${START_MS / 1000} seconds.\n${lastWords(cluster)}`,
  );
}

function readPidFile(folder: string): { pid: number; port: number } | undefined {
  try {
    const [pid, , , port] = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n").map(Number);
    return pid && port ? { pid, port } : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** PostgreSQL works inside its data folder, so that tells ours from a stranger who was given the same pid later. */
function isOurPostgres(pid: number, folder: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false; // gone meanwhile, or of another user and so not ours
  }
}

/** Not our child (its launcher was killed), so its end is found by looking. */
async function watch(pid: number, born: string): Promise<string> {
  while (processIdentity(pid) === born) await pause(250, undefined, { ref: false });
  return "is gone";
}

function lastWords({ place, folder }: Cluster): string {
  const logs = join(folder, "log");
  const files = [join(place, "start.log"), ...readdirOrNone(logs).map((name) => join(logs, name))];
  const newest = files.slice(1).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  const tail = (file: string) => readFileSync(file, "utf8").trim().split("\n").slice(-8).join("\n");
  return [files[0], newest].flatMap((file) => (file ? [tail(file)] : [])).join("\n");
}

function readdirOrNone(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : [];
}
