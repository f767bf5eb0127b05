import { isJsonTextError } from "../json-error";
import { printExact, readExact } from "../exact-json";

/** One line of a difference; the numbers count from 1 in the text that has it. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  before?: number;
  after?: number;
}

export interface LineDiff {
  lines: DiffLine[];
  /** The texts differ so much that what is between their common ends is told as replaced. */
  cut: boolean;
}

// The work grows with the lines times the edits; this is well under a tenth of a second.
const EDITS_MAX = 1_500;

/** What differs between two JSON texts, line by line of their pretty print; a text that is not JSON is taken as it stands. */
export function diffLines(beforeText: string, afterText: string): LineDiff {
  const [before, after] = [prettyLines(beforeText), prettyLines(afterText)];
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const [left, right] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const middle = shortestEdits(left, right);
  const lines: DiffLine[] = [];
  let [old, now] = [0, 0];
  const take = (kind: DiffLine["kind"]) => {
    if (kind === "removed") lines.push({ kind, text: before[old++] ?? "", before: old });
    else if (kind === "added") lines.push({ kind, text: after[now++] ?? "", after: now });
    else lines.push({ kind, text: after[now++] ?? "", before: ++old, after: now });
  };
  for (let at = 0; at < head; at++) take("same");
  for (const kind of middle ?? replaced(left, right)) take(kind);
  for (let at = 0; at < tail; at++) take("same");
  return { lines, cut: middle === undefined };
}

function prettyLines(text: string): string[] {
  try {
    return printExact(readExact(text), 2).split("\n");
  } catch (error) {
    if (isJsonTextError(error)) return text.split("\n");
    throw error;
  }
}

const replaced = (left: readonly string[], right: readonly string[]): DiffLine["kind"][] => [
  ...left.map(() => "removed" as const),
  ...right.map(() => "added" as const),
];

/** Myers' shortest edit script, forwards with the trace kept; undefined when it would take more edits than allowed. */
function shortestEdits(left: readonly string[], right: readonly string[]): DiffLine["kind"][] | undefined {
  const [n, m] = [left.length, right.length];
  const most = Math.min(n + m, EDITS_MAX);
  const trace: Int32Array[] = [];
  let furthest = new Int32Array(3);
  for (let edits = 0; edits <= most; edits++) {
    // Diagonal k stands at k + edits + 1; one more on each side spares the bounds.
    const next = new Int32Array(2 * edits + 3);
    for (let k = -edits; k <= edits; k += 2) {
      const at = (diagonal: number) => furthest[diagonal + edits] ?? 0;
      const down = k === -edits || (k !== edits && at(k - 1) < at(k + 1));
      let x = edits === 0 ? 0 : down ? at(k + 1) : at(k - 1) + 1;
      while (x < n && x - k < m && left[x] === right[x - k]) x++;
      next[k + edits + 1] = x;
      if (x >= n && x - k >= m) return walkedBack(trace, furthest, left.length, right.length, edits);
    }
    trace.push(furthest);
    furthest = next;
  }
  return undefined;
}

function walkedBack(
  trace: readonly Int32Array[],
  last: Int32Array,
  n: number,
  m: number,
  edits: number,
): DiffLine["kind"][] {
  const kinds: DiffLine["kind"][] = [];
  let [x, y] = [n, m];
  for (let step = edits; step > 0; step--) {
    const furthest = step === edits ? last : (trace[step] ?? last);
    const at = (diagonal: number) => furthest[diagonal + step] ?? 0;
    const k = x - y;
    const down = k === -step || (k !== step && at(k - 1) < at(k + 1));
    const from = down ? at(k + 1) : at(k - 1);
    const start = down ? from : from + 1;
    for (; x > start; x--, y--) kinds.push("same");
    kinds.push(down ? "added" : "removed");
    x = from;
    y = x - (down ? k + 1 : k - 1);
  }
  for (; x > 0; x--) kinds.push("same");
  return kinds.reverse();
}
