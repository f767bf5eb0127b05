import type { Actor } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";

export type LinkRow = {
  account_id: number;
  id: number;
  evidence_id: number;
  label: string;
  created_at: string;
  created_by: string;
  expires_at: string;
  revoked_at: string | null;
  revoked_by: string | null;
  openings: number;
  downloads: number;
  last_used_at: string | null;
  /** Null: nobody that the trail knows of made it. */
  maker_kind: string | null;
  maker_id: number | null;
};

const columns =
  "account_id, id, evidence_id, label, created_at, created_by, expires_at, revoked_at, revoked_by, openings, downloads, last_used_at, maker_kind, maker_id";

type NewLink = { accountId: number; evidenceId: number; label: string; hash: Buffer; maker: Actor; hours: number };

/** Keeps the hash of a link that is good for some hours. */
export async function insertLink(tx: Tx, link: NewLink): Promise<LinkRow> {
  const [row] = await tx.query<LinkRow>(
    `insert into evidence_link (account_id, evidence_id, label, token_hash, created_by, maker_kind, maker_id,
       expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(hours => $8)) returning ${columns}`,
    [
      link.accountId,
      link.evidenceId,
      link.label,
      link.hash,
      link.maker.label,
      link.maker.kind,
      link.maker.id,
      link.hours,
    ],
  );
  if (!row) throw new Error("The link was not stored");
  return row;
}

/** The links of an evidence, newest first, those that are over too. */
export async function listLinks(accountId: number, evidenceId: number): Promise<LinkRow[]> {
  return reader.query<LinkRow>(
    `select ${columns} from evidence_link where account_id = $1 and evidence_id = $2 order by id desc`,
    [accountId, evidenceId],
  );
}

/** Ends a link; undefined when there is none that was not ended before. */
export async function revokeLink(
  tx: Tx,
  place: { accountId: number; evidenceId: number; id: number },
  by: string,
): Promise<LinkRow | undefined> {
  const [row] = await tx.query<LinkRow>(
    `update evidence_link set revoked_at = now(), revoked_by = $4
     where account_id = $1 and evidence_id = $2 and id = $3 and revoked_at is null returning ${columns}`,
    [place.accountId, place.evidenceId, place.id, by],
  );
  return row;
}

/** The link of a token that is still good. */
export async function findLink(accountId: number, hash: Buffer): Promise<LinkRow | undefined> {
  const [row] = await reader.query<LinkRow>(
    `select ${columns} from evidence_link
     where account_id = $1 and token_hash = $2 and revoked_at is null and expires_at > now()`,
    [accountId, hash],
    "find_evidence_link",
  );
  return row;
}

/** Counts a use of a link. */
export async function countUse(tx: Tx, { account_id, id }: LinkRow, use: "openings" | "downloads"): Promise<void> {
  await tx.query(
    `update evidence_link set openings = openings + $3, downloads = downloads + $4, last_used_at = now()
     where account_id = $1 and id = $2`,
    [account_id, id, use === "openings" ? 1 : 0, use === "downloads" ? 1 : 0],
  );
}
