import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pino from "pino";
import { closeDatabase, pool, pointAtDatabase } from "@/lib/db/client";
import { env, readEnv } from "@/lib/db/env";
import { stopListening } from "@/lib/db/freshness";
import { missingMigrations } from "@/lib/db/migrate";
import { singleton } from "@/lib/db/singleton";
import { Misused } from "./admin-flags";
import { findVerb, usage, type Verb } from "./admin-verbs";
import { openDatabase, type Database } from "./database";
import { reachEmbedded } from "./embedded";
import { given } from "./environment.mjs";
import { takeLock } from "./lock.mjs";
import { dataFolder } from "./places.mjs";
import { provideSecret } from "./secret";

const PURPOSE = "npm run admin";
const WAIT_MS = 60_000;

const say = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * The admin command. With --json, stdout holds exactly one JSON object: the result, or {"error":{"message"}} and exit
 * code 1, which a check that found something has, too. Without it results are lines on stdout and errors sentences on stderr. Everything else goes to stderr.
 */
export async function run(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const asked = args.filter((word) => word !== "--json" && word !== "--help");
  singleton("log", () => pino({ level: "warn" }, pino.destination(2)));
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  let verb: Verb | undefined;
  try {
    if (args.includes("--help") || (asked.length === 0 && !json)) return help(asked);
    readEnv(given());
    const found = findVerb(asked);
    verb = found.verb;
    const result = await onDatabase(verb, verb.read(found.rest));
    const { text, failed } = verb.shows?.(result) ?? { text: readable(result), failed: false };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : text);
    return failed ? 1 : 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (json) process.stdout.write(`${JSON.stringify({ error: { message } })}\n`);
    else say(error instanceof Misused ? `${message}\n\n${usage(verb)}` : message);
    return 1;
  }
}

function help(asked: readonly string[]): number {
  process.stdout.write(`${usage(asked.length ? findVerb(asked).verb : undefined)}\n`);
  return 0;
}

async function onDatabase(verb: Verb, work: () => Promise<object>): Promise<object> {
  const data = dataFolder();
  provideSecret(data);
  const database = await open(data);
  try {
    if (verb.migrated) await refuseUnmigrated();
    return await work();
  } finally {
    await Promise.all([stopListening(), closeDatabase()]);
    await database.stop();
  }
}

/** A running server's database is used as it is; a stopped one is started for as long as the command needs it. */
async function open(data: string): Promise<Database> {
  if (env().DATABASE_URL) return openDatabase(data, { say, warn: say });
  for (const began = Date.now(); ; await pause(250)) {
    const lock = takeLock(join(data, "lock"), PURPOSE);
    if (!("heldBy" in lock)) {
      const database = await openDatabase(data, { say, warn: say });
      return { ...database, stop: () => database.stop().finally(() => lock.release()) };
    }
    const { purpose, pid } = lock.heldBy;
    const waited = Date.now() - began;
    if (waited > WAIT_MS)
      throw new Error(`Process ${pid} (${purpose}) has held ${data} for a minute and its database does not answer.`);
    if (purpose === PURPOSE) continue; // its database goes when it is done
    try {
      pointAtDatabase(await reachEmbedded(data));
      return { stop: async () => undefined };
    } catch (error) {
      if (waited > WAIT_MS / 2) throw error;
    }
  }
}

async function refuseUnmigrated(): Promise<void> {
  const client = await pool().connect();
  try {
    const missing = await missingMigrations(client);
    if (missing.length)
      throw new Error(
        `The database lacks ${missing.length} migration(s) of this version: run npm run admin -- migrate first, or npm start.`,
      );
  } finally {
    client.release();
  }
}

/** The result for people: a line for each fact. */
function readable(result: object): string {
  const lines = Object.entries(result).map(([name, value]) => {
    const shown = typeof value === "string" ? value : JSON.stringify(value);
    return `${name}: ${shown}`;
  });
  return `${lines.join("\n")}\n`;
}
