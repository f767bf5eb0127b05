import pino, { type Logger } from "pino";
import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";

/** The log of this process: one JSON line per event, with ids and timings, never bodies, keys or cookies. */
export const log = (): Logger => singleton("log", () => pino({ level: env().ATTESTRY_LOG }));
