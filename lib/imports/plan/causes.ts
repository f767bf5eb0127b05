import { createHash } from "node:crypto";
import { withLine, withoutLine, type Range } from "./ranges";

const CAUSES_MAX = 200;
const MESSAGE_MAX = 300;

/** What is wrong with one place of a row. suggestion: what its cell may have meant. */
export type RowProblem = {
  pointer: string;
  column: number | null;
  keyword: string;
  message: string;
  cause: string;
  suggestion: string | null;
};

/** Rows that were refused for the same reason at the same place. suggestion: what the first of them may have meant. */
export type Cause = {
  cause: string;
  pointer: string;
  column: number | null;
  keyword: string;
  message: string;
  suggestion?: string | null;
  count: number;
  ranges: Range[];
  more: boolean;
};

/** The name of a cause: the same for rows that one act mends. Places in lists count as one. */
export function causeOf(pointer: string, what: string): string {
  const place = pointer.replace(/\/\d+(?=\/|$)/g, "/*");
  return createHash("sha256")
    .update(JSON.stringify([place, what]))
    .digest("hex")
    .slice(0, 16);
}

/** Groups refused rows by what is wrong with them, bounded in number; the rarest of a file that is wrong in more ways are told by their rows alone. */
export class Causes {
  private readonly byKey: Map<string, Cause>;
  constructor(found: readonly Cause[]) {
    this.byKey = new Map(found.map((cause) => [cause.cause, cause]));
  }

  /** Counts a row once for each of its causes. */
  add(line: number, problems: readonly RowProblem[]): void {
    for (const problem of firstOfEach(problems)) {
      const known = this.byKey.get(problem.cause);
      if (known) {
        known.count += 1;
        Object.assign(known, withLine(known, line));
      } else if (this.byKey.size < CAUSES_MAX) {
        const { cause, pointer, column, keyword, suggestion } = problem;
        const message = problem.message.slice(0, MESSAGE_MAX);
        this.byKey.set(cause, {
          cause,
          pointer,
          column,
          keyword,
          message,
          suggestion: suggestion?.slice(0, MESSAGE_MAX) ?? null,
          count: 1,
          ranges: [[line, line]],
          more: false,
        });
      }
    }
  }

  /** Takes a row back that was counted. */
  remove(line: number, problems: readonly RowProblem[]): void {
    for (const { cause } of firstOfEach(problems)) {
      const known = this.byKey.get(cause);
      if (!known) continue;
      known.count -= 1;
      known.ranges = withoutLine(known.ranges, line);
      if (known.count <= 0) this.byKey.delete(cause);
    }
  }

  /** The causes, the most frequent first. */
  list(): Cause[] {
    return [...this.byKey.values()].sort((a, b) => b.count - a.count);
  }
}

const firstOfEach = (problems: readonly RowProblem[]) => [
  ...new Map([...problems].reverse().map((problem) => [problem.cause, problem])).values(),
];
