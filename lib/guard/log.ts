import pino, { type Logger } from "pino";
import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";

type Log = { logger: Logger; destination: ReturnType<typeof pino.destination> };

// Lines leave together: a system call per request was a twentieth of the server's time.
const held = () =>
  singleton<Log>("log", () => {
    const destination = pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 250 });
    return { destination, logger: pino({ level: env().ATTESTRY_LOG }, destination) };
  });

/** The log of this process: one JSON line per event, with ids and timings, never bodies, keys or cookies. */
export const log = (): Logger => held().logger;

/** Writes what is still held back; the last thing before the process ends. */
export function flushLog(): void {
  held().destination.flushSync();
}
