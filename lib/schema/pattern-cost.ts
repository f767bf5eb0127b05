import type { RE2JS } from "re2js";
import type { Piece } from "./pattern-parse";

// One tick of the meter is about 300 ns on the slowest machine tried; a program step takes 20 ns of it.
const STEPS_PER_TICK = 16;
const STATE_WORK_MAX = 20_000;
const TEXT_BEGINS = 4;
const UNANCHORED = 0;

/** What one test costs in ticks by the text's length. It depends on the pattern alone, so every machine agrees. */
export function patternTicks(compiled: RE2JS): (characters: number) => number {
  const engine = compiled.re2Input;
  if (engine.onepass !== null) return (characters) => 1 + (characters >> 2);
  if (hasFewStates(engine.dfa)) return (characters) => 1 + (characters >> 4);
  const steps = Number(engine.numberOfInstructions());
  return (characters) => 1 + Math.floor((characters * steps) / STEPS_PER_TICK);
}

/** About how many instructions a pattern becomes, known before anything is built: repeats multiply what they repeat. */
export function programSize(choices: Piece[][]): number {
  let size = 1;
  for (const piece of choices.flat()) {
    if (piece.kind === "group") size += programSize(piece.choices);
    else if (piece.kind === "repeat")
      size += programSize([[piece.piece]]) * (piece.max === Infinity ? piece.min + 1 : Math.max(1, piece.max));
    else if (piece.kind === "set") size += 1 + (piece.set.ranges.length >> 2);
    else size++;
  }
  return size;
}

/** Walks all states that any text can reach: when they are few, each character costs one table look-up for ever. */
function hasFewStates(dfa: RE2JS["re2Input"]["dfa"]): boolean {
  const start: unknown = dfa.start({ context: () => TEXT_BEGINS }, 0);
  if (!isState(start)) return false;
  const seen = new Set([start]);
  let work = 0;
  for (const state of seen) {
    work += (state.nfaStates.length + 4) * (dfa.numClasses + 1);
    if (work > STATE_WORK_MAX) return false;
    for (let group = 0; group < dfa.numClasses; group++) {
      const rune = group === 0 ? 0 : dfa.classBounds[group - 1];
      const next: unknown = dfa.step(state, group, rune, UNANCHORED);
      if (!isState(next)) return false;
      seen.add(next);
    }
  }
  return true;
}

function isState(value: unknown): value is { nfaStates: ArrayLike<number> } {
  return typeof value === "object" && value !== null && "nfaStates" in value;
}
