import { createHash, type Hash } from "node:crypto";
import type { Tx } from "@/lib/changes/tx";
import { lineText } from "../link";
import { versions, type Range } from "../store";
import { together, type Found } from "../versions";
import * as store from "./store";

const PART_LINES = 500;
const PARTS_AT_ONCE = 100;

type Made = { change: store.ChangeToSeal; count: number; hash: string };

/**
 * Keeps what each of some Changes did to every record, and answers the hash of it, Change by Change in their order; the
 * first one is sealed after the given place of the chain. Memory does not grow with a Change.
 */
export async function* linesOf(
  tx: Tx,
  accountId: number,
  ranges: readonly Range[],
  changes: readonly store.ChangeToSeal[],
  last: number,
): AsyncGenerator<Made> {
  const parts = new Parts(tx, accountId);
  const found = together(versions(tx, accountId, ranges));
  let next = await found.next();
  for (const [at, change] of changes.entries()) {
    const ordinal = last + 1 + at;
    const hash = createHash("sha256");
    let count = 0;
    while (!next.done && before(next.value, change)) next = await found.next();
    while (!next.done && belongs(next.value, change)) {
      await parts.add(ordinal, lineText(next.value), hash);
      count += 1;
      next = await found.next();
    }
    parts.end();
    yield { change, count, hash: hash.digest("hex") };
  }
  await parts.flush();
  await found.return(undefined);
}

/** Of a Change that is gone: it cannot be sealed, and the check names it. */
const before = (found: Found, change: store.ChangeToSeal) =>
  found.resourceId < change.resource_id || (found.resourceId === change.resource_id && found.revision < change.number);

const belongs = (found: Found, change: store.ChangeToSeal) =>
  found.resourceId === change.resource_id && found.revision === change.number;

class Parts {
  private full: store.Part[] = [];
  private lines: string[] = [];
  private ordinal = 0;
  private part = 0;

  constructor(
    private readonly tx: Tx,
    private readonly accountId: number,
  ) {}

  async add(ordinal: number, line: string, hash: Hash): Promise<void> {
    if (ordinal !== this.ordinal) [this.ordinal, this.part] = [ordinal, 0];
    hash.update(line);
    this.lines.push(line);
    if (this.lines.length === PART_LINES) this.end();
    if (this.full.length >= PARTS_AT_ONCE) await this.flush();
  }

  end(): void {
    if (this.lines.length === 0) return;
    this.full.push({ ordinal: this.ordinal, part: this.part++, body: this.lines.join("") });
    this.lines = [];
  }

  async flush(): Promise<void> {
    if (this.full.length) await store.insertLines(this.tx, this.accountId, this.full);
    this.full = [];
  }
}
