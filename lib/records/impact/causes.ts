import type { RecordError } from "@/lib/schema/compile";
import type { Cause } from "./store";

const CAUSES_MAX = 200;
const EXAMPLES_MAX = 5;
const MESSAGE_MAX = 300;

/** Groups what is wrong with records by keyword and place; places in lists count as one. Bounded in number. */
export class Causes {
  private readonly byKey = new Map<string, Cause>();
  constructor(found: readonly Cause[]) {
    for (const cause of found) this.byKey.set(keyOf(cause), { ...cause, examples: [...cause.examples] });
  }

  /** Counts a record once for each of its causes. */
  add(id: string, errors: readonly RecordError[]): void {
    const own = new Map<string, Omit<Cause, "count" | "examples">>();
    for (const error of errors) {
      const pointer = error.pointer.replace(/\/\d+(?=\/|$)/g, "/*");
      const cause = { pointer, keyword: error.keyword, message: error.message.slice(0, MESSAGE_MAX) };
      own.set(keyOf(cause), cause);
    }
    for (const [key, cause] of own) this.count(key, cause, id);
  }

  private count(key: string, cause: Omit<Cause, "count" | "examples">, id: string): void {
    const known = this.byKey.get(key);
    if (known) {
      known.count += 1;
      if (known.examples.length < EXAMPLES_MAX) known.examples.push(id);
    } else if (this.byKey.size < CAUSES_MAX) {
      this.byKey.set(key, { ...cause, count: 1, examples: [id] });
    }
  }

  /** The causes, the most frequent first. */
  list(): Cause[] {
    return [...this.byKey.values()].sort((a, b) => b.count - a.count);
  }
}

const keyOf = ({ pointer, keyword, message }: Pick<Cause, "pointer" | "keyword" | "message">) =>
  JSON.stringify([pointer, keyword, message]);
