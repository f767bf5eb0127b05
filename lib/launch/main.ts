import { once } from "node:events";
import type { Server } from "node:http";
import { makeFirstRunToken } from "@/lib/accounts/first-run/first-run";
import { keepOutside } from "@/lib/chain/checkpoints/outside";
import { onIdleError } from "@/lib/db/client";
import { env, readEnv, unknownSettings } from "@/lib/db/env";
import { migrate } from "@/lib/db/migrate";
import { answer } from "@/lib/doors";
import { log } from "@/lib/guard/log";
import { migrateQueue } from "@/lib/jobs/queue";
import { firstRun } from "@/prisma/seed";
import { checkpointFiles } from "./checkpoint-files";
import { despiteAway, openDatabase, type Database } from "./database";
import { keepHouse } from "./housekeeping";
import { given, provide } from "./environment.mjs";
import type { Lock } from "./lock.mjs";
import { preparePages, type Pages } from "./pages";
import { addressReader, readRanges } from "./peer";
import { dataFolder, inProject } from "./places.mjs";
import { freePort } from "./postmaster";
import { provideSecret } from "./secret";
import { makeServer } from "./server";
import { stopOnSignals } from "./stop";
import { welcome } from "./welcome";
import { keepWorker, type WorkerChild } from "./worker-child";

/** What runs so far; the stop takes down what it finds here, however far the start came. */
export type Running = {
  dev: boolean;
  lock: Lock;
  database?: Database;
  pages?: Pages;
  server?: Server;
  worker?: WorkerChild;
  leaveTidy?: () => Promise<void>;
};

/** Reads every setting: throws all refusals at once, warns of names that are no settings. */
export function checkSettings(): void {
  readRanges(readEnv(given()).ATTESTRY_TRUSTED_PROXIES);
  for (const name of unknownSettings(given())) {
    console.warn(`${name} is not a setting of Attestry and has no effect; the README's table has them all.`);
  }
}

/** Becomes the server. The caller holds the start lock and has prepared the checkout. */
export async function serve({ dev, lock }: { dev: boolean; lock: Lock }): Promise<void> {
  const running: Running = { dev, lock };
  const stop = stopOnSignals(running);
  try {
    await start(running);
  } catch (error) {
    await stop(1, error);
  }
}

async function start(running: Running): Promise<void> {
  const data = dataFolder();
  provideSecret(data);
  keepOutside(checkpointFiles(data));
  if (given().PORT?.trim() === "0") provide("PORT", String(await freePort()));
  const { HOST: host, PORT: port } = env();
  const origin = env().ATTESTRY_URL || directOrigin();
  provide("NEXTAUTH_URL", origin); // next-auth reads it from nowhere else
  onIdleError((error) => log().warn({ err: error }, "a database connection was lost"));

  const [pages] = await Promise.all([preparePages(running.dev, host, port), bringUpDatabase(running, data)]);
  running.pages = pages;
  running.leaveTidy = keepHouse();
  running.worker = keepWorker(running.database?.url, (line) => log().warn(line));
  running.server = await listen({ running, pages, origin, host, port });
  running.lock.publish(origin);

  const demo = env().ATTESTRY_DEMO ?? env().DATABASE_URL === "";
  const place = { url: origin, direct: directOrigin(), dataFolder: data, lockfile: inProject("package-lock.json") };
  const first = demo ? await despiteAway(() => firstRun(place)) : undefined;
  const token = await despiteAway(makeFirstRunToken);
  welcome({ origin, data, place: running.database?.place, demo, first, token });
}

async function bringUpDatabase(running: Running, data: string): Promise<void> {
  const tell = { say: console.log, warn: (line: string) => log().warn(line) };
  running.database = await despiteAway(() => openDatabase(data, tell));
  const applied = await despiteAway(migrate);
  await despiteAway(migrateQueue);
  if (applied.length) console.log(`Migrated the database: ${applied.join(", ")}.`);
}

type Listening = { running: Running; pages: Pages; origin: string; host: string; port: number };

async function listen({ running, pages, origin, host, port }: Listening): Promise<Server> {
  const { dev } = running;
  // In development Next's route handlers answer the API, so that a change of a file is seen at the next request.
  const offered = dev ? async () => undefined : answer;
  const addressOf = addressReader(env().ATTESTRY_TRUSTED_PROXIES);
  const server = makeServer({ origin, answer: offered, addressOf, pages, dev, log: log() });
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRINUSE")
      throw new Error(`Port ${port} on ${host} is taken: stop what listens there, or choose another with PORT.`, {
        cause: error,
      });
    if (code === "EACCES")
      throw new Error(`This user may not listen on port ${port}: choose one above 1023 with PORT.`, { cause: error });
    if (code === "EADDRNOTAVAIL")
      throw new Error(`${host} is not an address of this machine: set HOST to one that is, or to 0.0.0.0.`, {
        cause: error,
      });
    throw error;
  }
  return server;
}

/** Where this machine reaches the server: an address that means "all of them" cannot be visited. */
function directOrigin(): string {
  const { HOST, PORT } = env();
  if (HOST === "0.0.0.0" || HOST === "::") return `http://localhost:${PORT}`;
  return `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${PORT}`;
}
