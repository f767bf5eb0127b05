import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";

type Turns = { free: number; waiting: (() => void)[] };

/** Whoever reads a snapshot keeps a connection for long, and writes through others: some have to stay free. */
const turns = () =>
  singleton<Turns>("evidence-turns", () => ({
    free: Math.max(1, Math.floor(env().ATTESTRY_POOL_MAX / 4)),
    waiting: [],
  }));

/** Runs a work of this process when one of few turns is free. */
export async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const state = turns();
  if (state.free > 0) state.free -= 1;
  else await new Promise<void>((resolve) => state.waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = state.waiting.shift();
    if (next) next();
    else state.free += 1;
  }
}
