import { createHash, type Hash } from "node:crypto";
import type { Reader } from "@/lib/db/client";
import { byBytes, readLine, type Line } from "../link";
import { versions, type Range } from "../store";
import { together, type Found } from "../versions";
import type { Findings, Problem } from "./problems";
import * as store from "./store";

type SealedLine = Line & { resourceId: number; revision: number };

/** Hashes of the kept lists as they are read, link by link. */
type Lists = Map<number, { hash: Hash; count: number }>;

const ERASED_AT_ONCE = 500;

/**
 * Compares what the Changes of some resources did to each record with what was sealed of it. Answers the hash and the
 * length of the kept list of each link. live: counts the records that lived at the beginning of a resource's history.
 */
export async function checkRecords(
  from: Reader,
  accountId: number,
  ranges: readonly Range[],
  { findings, live }: { findings: Findings; live: Map<number, number> },
): Promise<Map<number, { hash: string; count: number }>> {
  const lists: Lists = new Map();
  const history = await store.historyFrom(from, accountId);
  const sealed = linesIn(store.sealedLines(from, accountId, ranges), lists);
  const found = together(versions(from, accountId, ranges));
  let erased: store.Erased[] = [];
  const flush = async () => {
    for (const { resourceId, id, revision } of await store.notErased(from, accountId, erased)) {
      findings.add(
        problem("deleted", { resourceId, revision, id }, "its values are gone, and no erase of the record took them"),
      );
    }
    erased = [];
  };
  for await (const { place, was, is } of sideBySide(sealed, found)) {
    findings.counts.records += 1;
    const { resourceId, revision } = place;
    const before = revision <= (history.get(resourceId) ?? 0);
    if (was && before) countLive(live, was);
    compare({ place, was, is }, before, findings);
    if (is?.erasedBy != null && was) {
      findings.counts.erased += 1;
      erased.push({ resourceId, id: is.id, revision, by: is.erasedBy });
      if (erased.length === ERASED_AT_ONCE) await flush();
    }
  }
  if (erased.length) await flush();
  return new Map([...lists].map(([ordinal, { hash, count }]) => [ordinal, { hash: hash.digest("hex"), count }]));
}

function countLive(live: Map<number, number>, { resourceId, made, ended }: SealedLine): void {
  const grown = made !== null && ended === null ? 1 : made === null && ended !== null ? -1 : 0;
  if (grown) live.set(resourceId, (live.get(resourceId) ?? 0) + grown);
}

async function* linesIn(rows: AsyncIterable<store.LinesRow>, lists: Lists): AsyncGenerator<SealedLine> {
  for await (const { ordinal, resource_id: resourceId, revision, body } of rows) {
    const list = lists.get(ordinal) ?? { hash: createHash("sha256"), count: 0 };
    lists.set(ordinal, list);
    list.hash.update(body);
    for (const text of body.split("\n")) {
      if (!text) continue;
      list.count += 1;
      const line = lineOrNone(text);
      if (line) yield { ...line, resourceId, revision };
    }
  }
}

/** What is no line any more is told by the hash of its list. */
function lineOrNone(text: string): Line | undefined {
  try {
    return readLine(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Keyed = { resourceId: number; revision: number; id: string };

type Pair = { place: Keyed; was?: SealedLine; is?: Found };

async function* sideBySide(sealed: AsyncGenerator<SealedLine>, found: AsyncGenerator<Found>): AsyncGenerator<Pair> {
  let [was, is] = [await sealed.next(), await found.next()];
  while (!was.done || !is.done) {
    const order = was.done ? 1 : is.done ? -1 : inOrder(was.value, is.value);
    if (!was.done && order <= 0)
      yield { place: was.value, was: was.value, ...(!is.done && order === 0 && { is: is.value }) };
    else if (!is.done) yield { place: is.value, is: is.value };
    if (order <= 0) was = await sealed.next();
    if (order >= 0) is = await found.next();
  }
}

const inOrder = (one: Keyed, other: Keyed) =>
  one.resourceId - other.resourceId || one.revision - other.revision || byBytes(one.id, other.id);

function compare({ place, was, is }: Pair, retained: boolean, findings: Findings): void {
  const tell = (kind: Problem["kind"], says: string) => findings.add(problem(kind, place, says));
  if (!was) return tell("inserted", "it was put in after the Change was sealed");
  const [made, ended] = [is?.made ?? null, is?.ended ?? null];
  if (was.made !== made) {
    if (made !== null)
      tell(
        was.made === null ? "inserted" : "changed",
        `${is?.live ? "the live record" : "the kept version"} is not the one that was sealed`,
      );
    else if (retained) findings.counts.removedByRetention += 1;
    else tell("deleted", "its version is gone");
  }
  if (was.ended === ended || (retained && ended === null)) return;
  if (ended === null) tell("deleted", `the version that it replaced, of revision ${was.ended}, is gone`);
  else if (was.ended === null) tell("inserted", `a version that it never replaced, of revision ${ended}, was put in`);
  else tell("changed", `it replaced revision ${was.ended}, and now it says ${ended}`);
}

function problem(kind: Problem["kind"], { resourceId, revision, id }: Keyed, says: string): Problem {
  const sentence = `Record ${JSON.stringify(id)} of resource ${resourceId} at revision ${revision}: ${says}`;
  return { kind, says: sentence, resourceId, revision, recordId: id };
}
