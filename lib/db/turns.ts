import { singleton } from "./singleton";

type Turns = { taken: number; waiting: (() => void)[] };

/**
 * Waits until fewer than so many of this process are at the same kind of work; later ones wait in the order they came.
 * Answers what gives the turn to the next in line; call it once.
 */
export async function takeTurn(kind: string, most: number): Promise<() => void> {
  const state = singleton<Turns>(`turns of ${kind}`, () => ({ taken: 0, waiting: [] }));
  if (state.taken < most) state.taken += 1;
  else await new Promise<void>((resolve) => state.waiting.push(resolve));
  return () => {
    const next = state.waiting.shift();
    if (next) next();
    else state.taken -= 1;
  };
}
