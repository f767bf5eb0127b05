import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";

type Turns = { taken: number; waiting: (() => void)[] };

const turns = () => singleton<Turns>("workbook turns", () => ({ taken: 0, waiting: [] }));

/**
 * Waits until this process may read another workbook: each takes a thread and its memory, however many are sent at once.
 * Answers what gives the turn to the next in line; call it once.
 */
export async function takeTurn(most = env().ATTESTRY_WORKBOOKS_MAX): Promise<() => void> {
  const state = turns();
  if (state.taken < most) state.taken += 1;
  else await new Promise<void>((resolve) => state.waiting.push(resolve));
  return () => {
    const next = state.waiting.shift();
    if (next) next();
    else state.taken -= 1;
  };
}
