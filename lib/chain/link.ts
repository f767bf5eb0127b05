import { createHash } from "node:crypto";

export const linkKinds = ["audit", "change", "evidence", "schema"] as const;
export type LinkKind = (typeof linkKinds)[number];

/** What a link seals: resource and revision, 0 and an audit entry, resource and schema version, or 0 and an evidence. */
export type Sealed = { kind: LinkKind; resourceId: number; number: number };

/** A link of an account's chain, without its place in it. Hashes are hex, sealedAt is ISO with microseconds. */
export type Link = Sealed & {
  ordinal: number;
  rowHash: string;
  lines: number;
  linesHash: string;
  sealedAt: string;
};

/** What the first link hangs on. */
export const genesis = (accountId: number): string =>
  createHash("sha256").update(`attestry-chain/1 ${accountId}`).digest("hex");

/** Hex SHA-256 over the last link's hash and this link's canonical text. */
export function linkHash(last: string, link: Link): string {
  const { ordinal, kind, resourceId, number, rowHash, lines, linesHash, sealedAt } = link;
  const text = JSON.stringify([ordinal, kind, resourceId, number, rowHash, lines, linesHash, sealedAt]);
  return createHash("sha256").update(Buffer.from(last, "hex")).update(text).digest("hex");
}

/** What a Change did to one record: made is the new version's hash (null: it was deleted), ended the revision replaced. */
export type Line = { id: string; made: string | null; ended: number | null };

/** The line as it is sealed. */
export const lineText = ({ id, made, ended }: Line): string => `${made ?? "-"} ${ended ?? 0} ${JSON.stringify(id)}\n`;

/** The line again. Throws SyntaxError for what is none. */
export function readLine(text: string): Line {
  const [, made = "", ended = "", id = ""] = /^(\S+) (\d+) (".*")$/.exec(text) ?? [];
  if (!made) throw new SyntaxError("not a line of a chain");
  return {
    id: JSON.parse(id) as string,
    made: made === "-" ? null : made,
    ended: ended === "0" ? null : Number(ended),
  };
}

/** Orders ids as the database does: by their UTF-8 bytes. */
export function byBytes(one: string, other: string): number {
  return one === other ? 0 : Buffer.compare(Buffer.from(one), Buffer.from(other));
}
