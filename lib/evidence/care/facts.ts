import { isoDate } from "@/lib/contract/dates";
import type { CareRow } from "./store";

/** How long an evidence is kept, and what keeps it from being deleted. */
export function careFacts({ id, keep_until, hold_at, hold_by, hold_reason }: CareRow) {
  const legalHold = hold_at === null ? null : { since: isoDate(hold_at), by: hold_by ?? "", reason: hold_reason ?? "" };
  return { id, keepUntil: keep_until === null ? null : isoDate(keep_until), legalHold };
}
