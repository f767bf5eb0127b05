import { singleton } from "./singleton";

type Turns = { taken: number; waiting: (() => void)[] };

const lines = () => singleton("turns", () => new Map<string, Turns>());

/**
 * Waits until fewer than so many of this process are at the same kind of work; later ones wait in the order they came.
 * Answers what gives the turn to the next in line; call it once.
 */
export async function takeTurn(kind: string, most: number): Promise<() => void> {
  const line = lineOf(kind);
  if (line.taken < most) line.taken += 1;
  else await new Promise<void>((resolve) => line.waiting.push(resolve));
  return () => giveTurn(kind, line);
}

/** The same for whoever does not wait for ever: undefined when no turn came within so many milliseconds. */
export async function takeTurnWithin(kind: string, most: number, milliseconds: number) {
  const line = lineOf(kind);
  if (line.taken < most) line.taken += 1;
  else if (!(await comesWithin(line, milliseconds))) return undefined;
  return () => giveTurn(kind, line);
}

function lineOf(kind: string): Turns {
  const line = lines().get(kind) ?? { taken: 0, waiting: [] };
  lines().set(kind, line);
  return line;
}

function comesWithin({ waiting }: Turns, milliseconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      waiting.splice(waiting.indexOf(come), 1);
      resolve(false);
    }, milliseconds);
    const come = () => {
      clearTimeout(late);
      resolve(true);
    };
    waiting.push(come);
  });
}

/** A line that nobody is in is forgotten: there may be one for each account. */
function giveTurn(kind: string, line: Turns): void {
  const next = line.waiting.shift();
  if (next) return next();
  line.taken -= 1;
  if (line.taken === 0) lines().delete(kind);
}
