import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { findBinaries, type Binaries } from "./binaries";
import { configure, ELSEWHERE, findCluster, makeCluster, type Cluster } from "./cluster";
import { findRunning, freePort, startPostmaster, stopPostmaster, type Postmaster } from "./postmaster";
import { processIdentity } from "./process-identity.mjs";
import { makeDatabase, urlOf } from "./store";

/** The embedded PostgreSQL while this process owns it. */
export type Embedded = { url: string; place: string; stop(): Promise<void> };

type Tell = { say(line: string): void; warn(line: string): void };

/**
 * Starts the embedded PostgreSQL of a data folder, or takes over the one that a killed launcher left running, and
 * restarts it when it dies. Whoever calls holds the folder's lock.
 */
export async function startEmbedded(dataFolder: string, poolMax: number, tell: Tell): Promise<Embedded> {
  const cluster = findCluster(dataFolder);
  const binaries = findBinaries(cluster.user, ELSEWHERE);
  await makeCluster(cluster, binaries, tell.say);
  configure(cluster, poolMax);
  const found = await findRunning(cluster);
  const first = found ?? (await startOnFreePort(cluster, binaries));
  await makeDatabase(first.port, cluster.access);
  return {
    url: urlOf(first.port, cluster),
    place: cluster.place,
    stop: keepAlive(first, cluster, binaries, tell),
  };
}

/** The address of the embedded PostgreSQL that a running server of this data folder owns, for the admin command. */
export async function reachEmbedded(dataFolder: string): Promise<string> {
  const cluster = findCluster(dataFolder);
  const running = await findRunning(cluster);
  if (running) return urlOf(running.port, cluster);
  throw new Error(
    `The server of ${dataFolder} is starting or stopping: its database does not answer yet. Try again in a moment.`,
  );
}

async function startOnFreePort(cluster: Cluster, binaries: Binaries): Promise<Postmaster> {
  for (let left = 2; ; left -= 1) {
    try {
      return await startPostmaster(cluster, binaries, await freePort());
    } catch (error) {
      // Between asking for a free port and using it, somebody else may have taken it.
      if (left === 0 || !(error instanceof Error) || !/could not bind|Address already in use/.test(error.message))
        throw error;
    }
  }
}

/** Watches over the database until it is told to stop; the port stays the same, so that the pool finds it again. */
function keepAlive(first: Postmaster, cluster: Cluster, binaries: Binaries, { say, warn }: Tell): () => Promise<void> {
  let current: Postmaster | undefined = first;
  const stopping = new AbortController();
  // For one that was found running; what we start ourselves ends with us anyway.
  const lastResort = () => {
    if (current && processIdentity(current.pid)) process.kill(current.pid, "SIGINT");
  };
  process.once("exit", lastResort);

  const watching = (async () => {
    for (let failures = 0; !stopping.signal.aborted;) {
      const since = Date.now();
      const why = current ? await current.gone : "could not be started";
      current = undefined;
      if (stopping.signal.aborted) return;
      failures = Date.now() - since > 60_000 ? 0 : failures + 1;
      const wait = failures <= 1 ? 0 : Math.min(30_000, 250 * 2 ** failures);
      warn(`The embedded PostgreSQL ${why}; starting it again${wait ? ` in ${wait / 1000} s` : ""}.`);
      await pauseUnless(stopping.signal, wait);
      if (stopping.signal.aborted) return;
      try {
        current = (await findRunning(cluster)) ?? (await startPostmaster(cluster, binaries, first.port));
        say(`The embedded PostgreSQL answers again (process ${current.pid}).`);
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
      }
    }
  })();

  return async () => {
    stopping.abort();
    if (current) await stopPostmaster(current);
    await watching; // it may just have started another one
    if (current) await stopPostmaster(current);
    process.off("exit", lastResort);
  };
}

/** Waits, or ends early when told to stop. */
async function pauseUnless(stop: AbortSignal, milliseconds: number): Promise<void> {
  await Promise.race([pause(milliseconds, undefined, { ref: false }), once(stop, "abort")]);
}
