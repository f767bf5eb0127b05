import type { Actor, Holds } from "@/lib/changes/context";
import { holdsSensitive } from "../hidden";
import type { LinkRow } from "./store";

/** Whether whoever made a link may still share what it leads to: they are there, in that role, and may read all of it. */
export async function stillShares(link: LinkRow, connectionId: number, holds: Holds): Promise<boolean> {
  const { account_id: accountId, evidence_id: evidenceId, maker_kind, maker_id: id } = link;
  if (maker_kind === null) return false;
  const maker = { accountId, kind: maker_kind as Actor["kind"], id, connectionId };
  if (!(await holds(maker, "evidence-share"))) return false;
  return (await holds(maker, "sensitive-get")) || !(await holdsSensitive(accountId, evidenceId));
}
