import pg from "pg";
import { connectionConfig } from "./client";
import { singleton } from "./singleton";

const BEAT_MS = 200;
const STALE_MS = 500;
const RECONNECT_MS = 1_000;

type Listening = {
  listeners: Set<(notice: string) => void>;
  client?: pg.Client;
  lastBeat: number;
  started: boolean;
  stopped: boolean;
  timer?: NodeJS.Timeout;
};

const state = () =>
  singleton<Listening>("freshness", () => ({ listeners: new Set(), lastBeat: 0, started: false, stopped: false }));

/**
 * Whether what this process remembers may be believed: the connection that hears of changes answered within 500 ms.
 * A cut connection therefore costs speed, never a revocation.
 */
export function isFresh(): boolean {
  const held = state();
  if (!held.started && !held.stopped) start(held);
  return performance.now() - held.lastBeat < STALE_MS;
}

/** Calls back with every notice, `account:1` or `resource:1:2`; with "" when notices may have been missed. */
export function onNotice(listener: (notice: string) => void): void {
  state().listeners.add(listener);
}

/** Tells this process at once what the others hear through the database. */
export function forget(notice: string): void {
  for (const listener of state().listeners) listener(notice);
}

/** Stops listening; caches are bypassed from then on. */
export async function stopListening(): Promise<void> {
  const held = state();
  held.stopped = true;
  clearTimeout(held.timer);
  await held.client?.end();
}

function start(held: Listening): void {
  held.started = true;
  const client = new pg.Client(connectionConfig());
  held.client = client;
  let over = false;
  const again = () => {
    if (over) return;
    over = true;
    held.lastBeat = 0;
    client.removeAllListeners("notification");
    client.end().catch(() => undefined);
    if (held.stopped) return;
    held.timer = setTimeout(() => start(held), RECONNECT_MS);
    held.timer.unref();
  };
  client.on("error", again);
  client.on("end", again);
  client.on("notification", ({ payload }) => forget(payload ?? ""));
  const beat = async () => {
    if (over) return;
    const sent = performance.now();
    await client.query("select 1");
    held.lastBeat = sent;
    held.timer = setTimeout(() => void beat().catch(again), BEAT_MS);
    held.timer.unref();
  };
  client
    .connect()
    .then(() => client.query("listen attestry"))
    .then(() => forget(""))
    .then(beat)
    .catch(again);
}
