import { createHash } from "node:crypto";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { linkHash, type LinkKind } from "../link";
import { isOurs } from "../ours";
import { prepareLongRead, type Range } from "../store";
import { linesOf } from "./lines";
import * as store from "./store";

const ROWS_AT_ONCE = 2_000;
const RECORDS_AT_ONCE = 50_000;
const RESOURCES_AT_ONCE = 500;

/**
 * Seals whatever an account has that is not sealed, part by part until there is no more. Answers how many links were
 * made; undefined: another process is at it.
 */
export async function sealAccount(accountId: number, mayGoOn: () => boolean = () => true): Promise<number | undefined> {
  for (let links = 0; ;) {
    const sealed = await sealPart(accountId);
    if (!sealed) return undefined;
    links += sealed.links;
    if (!sealed.more || !mayGoOn()) return links;
  }
}

type SealedPart = { links: number; more: boolean };

async function sealPart(accountId: number): Promise<SealedPart | undefined> {
  try {
    return await write(
      { accountId, dryRun: false },
      async (tx) => {
        const mine = await store.claimAccount(tx, accountId);
        return { result: mine ? await sealNext(tx, accountId) : undefined, change: { resources: [] } };
      },
      { oneMoment: true },
    );
  } catch (error) {
    if (lostRace(error)) return undefined;
    throw error;
  }
}

/** Another process sealed between our first look and our turn: its links stand, ours are undone. */
function lostRace(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return code === "23505" || code === "40001";
}

async function sealNext(tx: Tx, accountId: number): Promise<SealedPart> {
  await prepareLongRead(tx);
  const head = await store.headOf(tx, accountId);
  const chain = new Chain(head, await store.sealingTime(tx));
  const audit = await nextAudit(tx, accountId, head.lowId);
  for (const row of audit.ours) chain.add("audit", row);
  const changes = await sealChanges(tx, accountId, chain);
  const evidence = await store.evidenceToSeal(tx, accountId, ROWS_AT_ONCE);
  for (const row of evidence) chain.add("evidence", row);
  if (chain.links.length) await store.insertLinks(tx, accountId, chain.links);
  if (chain.links.length || head.ordinal === 0) await store.moveHead(tx, accountId, chain, audit.upto);
  return { links: chain.links.length, more: audit.upto !== null || changes.more || evidence.length === ROWS_AT_ONCE };
}

/** The next entries that are ours; others are left for the check to name. upto: there may be more after this one. */
async function nextAudit(tx: Tx, accountId: number, after: number) {
  for (let last = after; ;) {
    const rows = await store.unsealedAudit(tx, accountId, last, ROWS_AT_ONCE);
    const ours = rows.filter((row) => isOurs(accountId, row));
    const full = rows.length === ROWS_AT_ONCE;
    last = rows.at(-1)?.number ?? last;
    if (ours.length || !full) return { ours, upto: full ? last : null };
  }
}

const noLines = createHash("sha256").digest("hex");

/** The chain's end as it grows. */
class Chain {
  readonly links: store.LinkRow[] = [];
  ordinal: number;
  hash: string;

  constructor(
    head: store.Head,
    private readonly sealedAt: string,
  ) {
    this.ordinal = head.ordinal;
    this.hash = head.hash;
  }

  add(kind: LinkKind, row: store.RowToSeal, lines = { count: 0, hash: noLines }): void {
    const link = {
      ordinal: this.ordinal + 1,
      kind,
      resourceId: row.resource_id,
      number: row.number,
      rowHash: row.row_hash.toString("hex"),
      lines: lines.count,
      linesHash: lines.hash,
      sealedAt: this.sealedAt,
    };
    this.ordinal = link.ordinal;
    this.hash = linkHash(this.hash, link);
    this.links.push({ ...link, hash: this.hash });
  }
}

async function sealChanges(tx: Tx, accountId: number, chain: Chain): Promise<{ more: boolean }> {
  const ahead = await store.resourcesAhead(tx, accountId, RESOURCES_AT_ONCE);
  if (ahead.length === 0) return { more: false };
  const found = await store.changesToSeal(tx, accountId, ahead, ROWS_AT_ONCE);
  const changes = asManyAsFit(found);
  const ranges = rangesOf(changes, ahead);
  // Before the Changes they came with: a chain that is cut between them must not make them look as if put in later.
  for (const row of await store.schemasToSeal(tx, accountId, ranges)) chain.add("schema", row);
  const lines = linesOf(tx, accountId, ranges, changes, chain.ordinal);
  for await (const { change, ...made } of lines) chain.add("change", change, made);
  await store.moveResources(tx, accountId, ranges);
  return { more: changes.length < found.length || found.length === ROWS_AT_ONCE || ahead.length === RESOURCES_AT_ONCE };
}

/** At least one: a Change is sealed whole, however large. */
function asManyAsFit(changes: store.ChangeToSeal[]): store.ChangeToSeal[] {
  let records = 0;
  const end = changes.findIndex((change) => (records += change.records) > RECORDS_AT_ONCE);
  return end < 0 ? changes : changes.slice(0, Math.max(1, end));
}

/** From where each resource stands to the last of its Changes that are sealed now. */
function rangesOf(changes: readonly store.ChangeToSeal[], ahead: readonly Range[]): Range[] {
  const upto = new Map(changes.map(({ resource_id, number }) => [resource_id, number]));
  return ahead.flatMap(({ resourceId, after }) => {
    const last = upto.get(resourceId);
    return last === undefined ? [] : [{ resourceId, after, upto: last }];
  });
}
