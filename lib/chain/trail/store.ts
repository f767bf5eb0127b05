import type { Reader } from "@/lib/db/client";
import { markColumns, type MarkRow } from "../store";

export type ActRow = MarkRow & { at: string; details: string; as_sealed: boolean };

/** The entries of some actions on one thing, oldest first. as_sealed: it is what its link seals, or has none yet. */
export async function entriesOn(
  from: Reader,
  accountId: number,
  { room, target, actions }: { room: "evidence" | "evidence-schedule"; target: string; actions: readonly string[] },
): Promise<ActRow[]> {
  return from.query<ActRow>(
    `select e.id as number, chain_time(e.at) as at, e.details, ${markColumns},
       l.row_hash is null or l.row_hash = chain_hash(chain_audit_text(e)) as as_sealed
     from audit_entry e left join chain_link l
       on l.account_id = $1 and l.kind = 'audit' and l.resource_id = 0 and l.number = e.id
     where e.account_id = $1 and e.target = $2 and e.action like '${room}.%' and e.action = any($3) order by e.id`,
    [accountId, target, actions.map((action) => `${room}.${action}`)],
  );
}
