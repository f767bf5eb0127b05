import { singleton } from "@/lib/db/singleton";
import * as store from "./activity/store";

const FLUSH_MS = 10_000;
const HOUR_MS = 3_600_000;

type Pending = { uses: Map<string, store.KeyUse>; timer?: NodeJS.Timeout; onError: (error: unknown) => void };

const pending = () => singleton<Pending>("key-use", () => ({ uses: new Map(), onError: () => undefined }));

/**
 * Counts one request of a key, or why it was refused: revoked, expired, terms, plan, rate, lacks <permission>, or the
 * address it may not be used from. Written every 10 s, so that no request waits for it.
 */
export function noteKeyUse(key: { accountId: number; keyId: number }, address: string, refusedFor?: string): void {
  const held = pending();
  const now = Date.now();
  const hour = new Date(now - (now % HOUR_MS)).toISOString();
  const outcome = refusedFor?.startsWith("address ") ? "address" : (refusedFor ?? "ok");
  const id = `${key.accountId}:${key.keyId}:${hour}:${outcome}`;
  const count = (held.uses.get(id)?.count ?? 0) + 1;
  held.uses.set(id, { ...key, hour, outcome, count, lastAt: new Date(now).toISOString(), address, cause: refusedFor });
  held.timer ??= setTimeout(() => void flushKeyUse().catch(held.onError), FLUSH_MS).unref();
}

/** Where a failed flush is told; what it held stays and goes with the next. */
export function onKeyUseError(listen: (error: unknown) => void): void {
  pending().onError = listen;
}

/** Writes what is remembered; call before the process ends, and before a person is shown what a key did. */
export async function flushKeyUse(): Promise<void> {
  const held = pending();
  clearTimeout(held.timer);
  delete held.timer;
  const { uses } = held;
  if (uses.size === 0) return;
  held.uses = new Map();
  try {
    await store.addKeyUse([...uses.values()]);
  } catch (error) {
    for (const [id, use] of uses) {
      const since = held.uses.get(id);
      held.uses.set(id, since ? { ...since, count: since.count + use.count } : use);
    }
    throw error;
  }
}
