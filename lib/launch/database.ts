import { setTimeout as pause } from "node:timers/promises";
import { databaseTrouble, pool, pointAtDatabase } from "@/lib/db/client";
import { env } from "@/lib/db/env";
import { startEmbedded } from "./embedded";
import { serverFacts } from "./store";

/** The database this process works on, and how to let go of it. */
export type Database = { place?: string; url?: string; stop(): Promise<void> };

type Tell = { say(line: string): void; warn(line: string): void };

const OLDEST = 15;
const WAIT_SECONDS = 30;
const AWAY_MS = 60_000;

/** Opens the database of the settings: the one of DATABASE_URL, else the embedded one, which it then owns. */
export async function openDatabase(dataFolder: string, tell: Tell): Promise<Database> {
  if (env().DATABASE_URL) {
    await waitForDatabase(tell.say);
    return { stop: async () => undefined };
  }
  const embedded = await startEmbedded(dataFolder, env().ATTESTRY_POOL_MAX, tell);
  pointAtDatabase(embedded.url);
  return embedded;
}

/** Does what a start needs the database for, and again for a minute where it goes away under it: it may be killed, too. */
export async function despiteAway<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const until = Date.now() + AWAY_MS; ; await pause(500)) {
    try {
      return await work();
    } catch (error) {
      if (databaseTrouble(error) !== "away" || Date.now() > until) throw error;
    }
  }
}

/** A database that starts beside us may need a moment; one that refuses us will go on refusing. */
async function waitForDatabase(say: (line: string) => void): Promise<void> {
  for (let seconds = 0; ; seconds += 1) {
    try {
      return await checkDatabase();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (seconds === 0 && databaseTrouble(error)) say("Waiting for the database of DATABASE_URL …");
      if (!databaseTrouble(error))
        throw new Error(`The database of DATABASE_URL cannot be used: ${message}`, { cause: error });
      if (seconds === WAIT_SECONDS) {
        throw new Error(`The database of DATABASE_URL did not answer within ${WAIT_SECONDS} seconds: ${message}`, {
          cause: error,
        });
      }
      await pause(1_000);
    }
  }
}

async function checkDatabase(): Promise<void> {
  const { version, encoding } = await serverFacts(pool());
  if (Number.parseInt(version, 10) < OLDEST)
    throw new Error(`it is PostgreSQL ${version}, and ${OLDEST} or newer is needed.`);
  if (encoding !== "UTF8") throw new Error(`its encoding is ${encoding}; create it with ENCODING 'UTF8'.`);
}
