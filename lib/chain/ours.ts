import { isMarked } from "@/lib/changes/mark";
import type { MarkRow } from "./store";

/** Whether an audit entry was written by us: only who has ATTESTRY_SECRET can mark one. */
export function isOurs(accountId: number, row: MarkRow): boolean {
  const { actor_kind: kind, actor_id: id, actor_label: label, channel, request_id: requestId, action, target } = row;
  return (
    row.unmarked || isMarked({ accountId, actor: { kind, id, label }, channel, requestId, action, target }, row.mark)
  );
}
