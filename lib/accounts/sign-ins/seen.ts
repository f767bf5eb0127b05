import { singleton } from "@/lib/db/singleton";
import { updateLastSeen } from "./store";

const FLUSH_MS = 10_000;
const AGAIN_MS = 60_000;
const REMEMBERED_MAX = 10_000;

type Held = {
  noted: Map<string, number>;
  pending: Map<string, string>;
  timer?: NodeJS.Timeout;
  onError: (error: unknown) => void;
};

const held = () =>
  singleton<Held>("sign-in-seen", () => ({ noted: new Map(), pending: new Map(), onError: () => undefined }));

/** Remembers that a sign-in was used: once a minute, and written with others, so that no request waits for it. */
export function noteSeen(signInId: string): void {
  const state = held();
  const now = Date.now();
  if (now - (state.noted.get(signInId) ?? 0) < AGAIN_MS) return;
  if (state.noted.size >= REMEMBERED_MAX) state.noted.clear();
  state.noted.set(signInId, now);
  state.pending.set(signInId, new Date(now).toISOString());
  state.timer ??= setTimeout(() => void flushSeen().catch(state.onError), FLUSH_MS).unref();
}

/** Where a failed flush is told; what it held stays and goes with the next. */
export function onSeenError(listen: (error: unknown) => void): void {
  held().onError = listen;
}

/** Writes what is remembered; call before the process ends. */
export async function flushSeen(): Promise<void> {
  const state = held();
  clearTimeout(state.timer);
  delete state.timer;
  if (state.pending.size === 0) return;
  const seen = [...state.pending].map(([id, at]) => ({ id, at }));
  await updateLastSeen(seen);
  for (const { id, at } of seen) if (state.pending.get(id) === at) state.pending.delete(id);
}
