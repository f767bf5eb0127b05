import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";
import * as store from "./store";

const WINDOW_SECONDS = 60;
const BLOCKS_PER_WINDOW = 20;
const COUNTERS_MAX = 50_000;

/** Where a caller stands: requests a minute, how many are left of this one, seconds until the next. */
export type Standing = { limit: number; remaining: number; resetSeconds: number; allowed: boolean };

type Counter = { window: number; left: number; taken: number; leasing?: Promise<void> };

const counters = () =>
  singleton("rate", () => ({
    keys: new Map<string, Counter>(),
    signIns: new Map<string, Counter>(),
    addresses: new Map<string, Counter>(),
  }));

function clock(): { window: number; resetSeconds: number } {
  const seconds = Date.now() / 1000;
  const window = Math.floor(seconds / WINDOW_SECONDS) * WINDOW_SECONDS;
  return { window, resetSeconds: Math.max(1, Math.ceil(window + WINDOW_SECONDS - seconds)) };
}

function counterOf(map: Map<string, Counter>, key: string, window: number): Counter {
  const found = map.get(key);
  if (found?.window === window) return found;
  if (map.size >= COUNTERS_MAX) map.clear();
  const counter = { window, left: 0, taken: 0 };
  map.set(key, counter);
  return counter;
}

/**
 * Counts one request of a key against its minute; undefined when there is no limit. The minute stands in the database
 * and is leased in blocks, so that processes share it without a hot row per request.
 */
export async function countRequest(accountId: number, keyId: number, perMinute: number): Promise<Standing | undefined> {
  if (perMinute === 0) return undefined;
  const { window, resetSeconds } = clock();
  const counter = counterOf(counters().keys, `${accountId}:${keyId}`, window);
  const block = Math.ceil(perMinute / BLOCKS_PER_WINDOW);
  while (counter.left === 0 && counter.taken < perMinute) {
    counter.leasing ??= store
      .leaseRequests(accountId, keyId, window, block)
      .then((taken) => {
        counter.left += Math.max(0, Math.min(block, perMinute - (taken - block)));
        counter.taken = taken;
      })
      .finally(() => delete counter.leasing);
    await counter.leasing;
  }
  const allowed = counter.left > 0;
  if (allowed) counter.left -= 1;
  const remaining = Math.max(0, perMinute - counter.taken) + counter.left;
  return { limit: perMinute, remaining, resetSeconds, allowed };
}

/** Counts one request of a sign-in against its minute, in this process; undefined when there is no limit. */
export function countOfSignIn(signInId: string, perMinute: number): Standing | undefined {
  if (perMinute === 0) return undefined;
  const { window, resetSeconds } = clock();
  const counter = counterOf(counters().signIns, signInId, window);
  const allowed = counter.taken < perMinute;
  if (allowed) counter.taken += 1;
  return { limit: perMinute, remaining: perMinute - counter.taken, resetSeconds, allowed };
}

/** Where an address stands with its refused keys; undefined when there is no limit. Counting is countRefusal's. */
export function standingOfAddress(address: string): Standing | undefined {
  const limit = env().ATTESTRY_REFUSALS_PER_MINUTE;
  if (limit === 0) return undefined;
  const { window, resetSeconds } = clock();
  const { taken } = counterOf(counters().addresses, address, window);
  return { limit, remaining: Math.max(0, limit - taken), resetSeconds, allowed: taken < limit };
}

/** Counts a refused key against the address it came from. */
export function countRefusal(address: string): void {
  counterOf(counters().addresses, address, clock().window).taken += 1;
}
