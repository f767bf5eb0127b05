import { createHash } from "node:crypto";
import { readTogether, type Reader } from "@/lib/db/client";
import { linkHash, linkKinds } from "../link";
import { isOurs } from "../ours";
import { prepareLongRead, type Range } from "../store";
import { nameOf, placeOf, type Findings } from "./problems";
import { checkRecords } from "./records";
import * as store from "./store";

const LINKS_AT_ONCE = 2_000;
const noLines = createHash("sha256").digest("hex");

/**
 * How far a check has come. live: records that lived at the beginning of a resource's history; evidenceIds: evidence that
 * was met on the way; marked: an audit entry was met that is ours by its mark.
 */
export type Walk = {
  accountId: number;
  ordinal: number;
  hash: string;
  sealedAt: string | null;
  findings: Findings;
  live: Map<number, number>;
  evidenceIds: number[];
  marked: boolean;
};

/** Checks the next links of a chain, and the rows that they seal. False: there are no more. */
export function walkLinks(walk: Walk): Promise<boolean> {
  return readTogether(async (from) => {
    await prepareLongRead(from);
    const links = await store.linksAfter(from, walk.accountId, walk.ordinal, LINKS_AT_ONCE);
    for (const link of links) followLink(walk, link);
    await checkRows(from, walk, links);
    await checkChanges(from, walk, links);
    for (const { kind, number } of links) if (kind === "evidence") walk.evidenceIds.push(number);
    walk.findings.counts.links += links.length;
    return links.length === LINKS_AT_ONCE;
  });
}

function followLink(walk: Walk, link: store.LinkRow): void {
  const { findings } = walk;
  const next = walk.ordinal + 1;
  if (link.ordinal !== next) {
    const which =
      link.ordinal === next + 1
        ? `Link ${next} of the chain is`
        : `Links ${next} to ${link.ordinal - 1} of the chain are`;
    findings.add({ kind: "deleted", says: `${which} gone`, link: next });
  } else if (linkHash(walk.hash, link) !== link.hash) {
    const says = `Link ${link.ordinal} of the chain, which seals ${nameOf(link)}, was changed or put into another's place`;
    findings.add({ kind: "changed", says, link: link.ordinal });
  }
  [walk.ordinal, walk.hash, walk.sealedAt] = [link.ordinal, link.hash, link.sealedAt];
}

async function checkRows(from: Reader, walk: Walk, links: readonly store.LinkRow[]): Promise<void> {
  const { accountId, findings } = walk;
  for (const kind of linkKinds) {
    const rows = links.filter((link) => link.kind === kind);
    if (rows.length === 0) continue;
    const hashes =
      kind === "audit" ? await checkEntries(from, walk, rows) : await store.hashesNow(from, accountId, kind, rows);
    for (const [at, row] of rows.entries()) {
      const now = hashes[at];
      if (now === row.rowHash) continue;
      if (now)
        findings.add({ kind: "changed", says: `${nameOf(row)} was changed after it was sealed`, ...placeOf(row) });
      else findings.add({ kind: "deleted", says: `${nameOf(row)} was deleted after it was sealed`, ...placeOf(row) });
    }
  }
}

/**
 * Names entries that are not ours, which somebody sealed who can append a link. Where ATTESTRY_SECRET was changed, no mark
 * from before fits: so it is told of those that come after one that does. Answers the hashes.
 */
async function checkEntries(from: Reader, walk: Walk, links: readonly store.LinkRow[]): Promise<(string | null)[]> {
  const rows = await store.entriesNow(from, walk.accountId, links);
  for (const row of rows) {
    if (row.hash === null || row.unmarked) continue;
    if (isOurs(walk.accountId, row)) walk.marked = true;
    else if (walk.marked) {
      const says = `Audit entry ${row.number} was put in, and a link with it: Attestry did not write it`;
      walk.findings.add({ kind: "inserted", says, auditId: row.number });
    }
  }
  return rows.map(({ hash }) => hash);
}

async function checkChanges(from: Reader, walk: Walk, links: readonly store.LinkRow[]): Promise<void> {
  const changes = links.filter(({ kind }) => kind === "change");
  if (changes.length === 0) return;
  const lists = await checkRecords(from, walk.accountId, rangesOf(changes), walk);
  for (const change of changes) {
    const { hash, count } = lists.get(change.ordinal) ?? { hash: noLines, count: 0 };
    if (hash === change.linesHash && count === change.lines) continue;
    const says = `The list of records that link ${change.ordinal} of the chain keeps for ${nameOf(change)} was changed`;
    walk.findings.add({ kind: "changed", says, link: change.ordinal, ...placeOf(change) });
  }
}

/** Changes as runs of revisions that follow each other. */
function rangesOf(changes: readonly store.LinkRow[]): Range[] {
  const sorted = [...changes].sort((a, b) => a.resourceId - b.resourceId || a.number - b.number);
  const ranges: Range[] = [];
  for (const { resourceId, number } of sorted) {
    const last = ranges.at(-1);
    if (last?.resourceId === resourceId && last.upto === number - 1) last.upto = number;
    else ranges.push({ resourceId, after: number - 1, upto: number });
  }
  return ranges;
}
