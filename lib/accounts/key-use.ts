import { singleton } from "@/lib/db/singleton";
import * as store from "./store";

const FLUSH_MS = 10_000;

type Pending = { uses: Map<string, store.KeyUse>; timer?: NodeJS.Timeout; onError: (error: unknown) => void };

const pending = () => singleton<Pending>("key-use", () => ({ uses: new Map(), onError: () => undefined }));

/** Remembers that a key was used, or why it was refused; written every 10 s, so that no request waits for it. */
export function noteKeyUse(key: { accountId: number; keyId: number }, refusedFor?: string): void {
  const held = pending();
  const id = `${key.accountId}:${key.keyId}`;
  const at = new Date().toISOString();
  const seen = refusedFor ? { refusedAt: at, cause: refusedFor } : { usedAt: at };
  held.uses.set(id, { ...(held.uses.get(id) ?? key), ...seen });
  held.timer ??= setTimeout(() => void flushKeyUse().catch(held.onError), FLUSH_MS).unref();
}

/** Where a failed flush is told; what it held stays and goes with the next. */
export function onKeyUseError(listen: (error: unknown) => void): void {
  pending().onError = listen;
}

/** Writes what is remembered; call before the process ends. */
export async function flushKeyUse(): Promise<void> {
  const held = pending();
  clearTimeout(held.timer);
  delete held.timer;
  if (held.uses.size === 0) return;
  const uses = [...held.uses.entries()];
  await store.updateKeyUse(uses.map(([, use]) => use));
  for (const [id, use] of uses) if (held.uses.get(id) === use) held.uses.delete(id);
}
