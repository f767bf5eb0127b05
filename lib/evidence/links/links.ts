import type { Context, Holds } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { isoDate } from "@/lib/contract/dates";
import { Refusal } from "@/lib/contract/errors";
import { evidenceFor } from "../care/found";
import { refuseHidden } from "../hidden";
import { stillShares } from "./standing";
import * as store from "./store";
import { hashOfToken, makeToken } from "./token";

const isOver = ({ expires_at }: store.LinkRow) => Date.parse(expires_at) <= Date.now();
const hasEnded = (row: store.LinkRow) => row.revoked_at !== null || isOver(row);

/** A link as lists show it: never its token, of which only the hash is kept. */
function linkFacts(row: store.LinkRow, isShared = true) {
  const iso = (time: string | null) => (time === null ? null : isoDate(time));
  const standing = isShared ? ("open" as const) : ("lapsed" as const);
  return {
    id: row.id,
    label: row.label,
    status: row.revoked_at !== null ? ("revoked" as const) : isOver(row) ? ("expired" as const) : standing,
    createdAt: isoDate(row.created_at),
    createdBy: row.created_by,
    expiresAt: isoDate(row.expires_at),
    revokedAt: iso(row.revoked_at),
    revokedBy: row.revoked_by,
    openings: row.openings,
    downloads: row.downloads,
    lastUsedAt: iso(row.last_used_at),
  };
}

/**
 * Makes a link by which somebody without a sign-in reads this one evidence until it ends; its address is told this once.
 * Throws notFound, and forbidden for who lacks the permission or may not read what is in the evidence.
 */
export async function makeLink(ctx: Context, id: number, { label, hours }: { label: string; hours: number }) {
  const { accountId } = ctx;
  const { connection_id: connectionId } = await evidenceFor(ctx, id, "evidence-share");
  await refuseHidden(ctx, { id, connectionId }, "sharing");
  const token = makeToken(accountId);
  const made = await write(ctx, async (tx) => {
    const hash = hashOfToken(token);
    const row = await store.insertLink(tx, { accountId, evidenceId: id, label, hash, maker: ctx.actor, hours });
    const details = { link: row.id, label, expiresAt: isoDate(row.expires_at), tokenSha256: hash.toString("hex") };
    const audit = { accountId, action: "evidence.link-create", target: `evidence ${id}`, details, origin: ctx };
    return { result: row, change: { resources: [], audit } };
  });
  return { ...linkFacts(made), path: `/auditor/${token}` };
}

/** The links of an evidence, newest first, with how often each was used. Throws notFound, forbidden. */
export async function listLinks(ctx: Context, id: number, holds: Holds) {
  const { connection_id: connectionId } = await evidenceFor(ctx, id, "evidence-get");
  const rows = await store.listLinks(ctx.accountId, id);
  // Asked once for each maker, however many links they made.
  const byMaker = new Map<string, Promise<boolean>>();
  const isShared = (row: store.LinkRow) => {
    const maker = `${row.maker_kind} ${row.maker_id}`;
    const asked = byMaker.get(maker) ?? stillShares(row, connectionId, holds);
    byMaker.set(maker, asked);
    return asked;
  };
  return Promise.all(rows.map(async (row) => linkFacts(row, hasEnded(row) || (await isShared(row)))));
}

/** Ends a link at once. Throws notFound, forbidden; conflict for one that was ended before. */
export async function revokeLink(ctx: Context, id: number, linkId: number): Promise<void> {
  const { accountId } = ctx;
  await evidenceFor(ctx, id, "evidence-share");
  await write(ctx, async (tx) => {
    const row = await store.revokeLink(tx, { accountId, evidenceId: id, id: linkId }, ctx.actor.label);
    if (!row) throw new Refusal("notFound");
    const details = { link: row.id, label: row.label };
    const audit = { accountId, action: "evidence.link-revoke", target: `evidence ${id}`, details, origin: ctx };
    return { result: undefined, change: { resources: [], audit } };
  });
}
