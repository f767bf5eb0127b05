import { compilePattern, type Pattern } from "../pattern";
import { PatternError } from "../pattern-parse";
import { isNode } from "../keywords";
import type { Part } from "./part";

// About a second of work, whatever the two schemas are.
const STEPS_MAX = 300_000;

/** Thrown when two schemas would take too long to compare; one frozen value, compared by identity. */
export const TOO_LONG: unknown = Object.freeze({ code: "too-long" });

/** What one comparison remembers: its budget, what has been proven, and what is being proven. */
export interface Walk {
  left: number;
  identifierKey: string;
  ids: Map<unknown, number>;
  /** Pairs that were proven without leaning on a pair above them. */
  done: Set<string>;
  /** Pairs that are being proven, with how deep inside the record. */
  open: Map<string, number>;
  /** How often a proof leaned on a pair above it. */
  leaned: number;
  same: Map<string, boolean>;
  patterns: Map<string, Pattern>;
}

/** A fresh walk. */
export function startWalk(identifierKey: string): Walk {
  return {
    left: STEPS_MAX,
    identifierKey,
    ids: new Map(),
    done: new Set(),
    open: new Map(),
    leaned: 0,
    same: new Map(),
    patterns: new Map(),
  };
}

/** Takes steps from the walk's budget, or ends it. */
export function step(walk: Walk, count = 1): void {
  walk.left -= count;
  if (walk.left < 0) throw TOO_LONG;
}

/** A name for a part: one per schema object, one per boolean. */
export function idOf(walk: Walk, { schema }: Part): number {
  if (!isNode(schema)) return schema ? -1 : -2;
  const known = walk.ids.get(schema);
  if (known !== undefined) return known;
  walk.ids.set(schema, walk.ids.size);
  return walk.ids.size - 1;
}

/** Whether a pattern is found in a text. A pattern that is not served ends the walk: nothing could be told of it. */
export function found(walk: Walk, source: string, text: string): boolean {
  const pattern = walk.patterns.get(source) ?? compiled(source);
  walk.patterns.set(source, pattern);
  step(walk, 1 + (pattern.ticks(text.length) >> 4));
  return pattern.test(text);
}

function compiled(source: string): Pattern {
  try {
    return compilePattern(source);
  } catch (error) {
    if (error instanceof PatternError) throw TOO_LONG;
    throw error;
  }
}
