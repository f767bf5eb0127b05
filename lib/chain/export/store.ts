import type { Reader } from "@/lib/db/client";
import type { LinkRow } from "../check/store";
import { byCursor } from "../store";

/** Every link in order, with the text that it seals; null: the row is gone. */
export function linksWithTexts(from: Reader, accountId: number): AsyncGenerator<LinkRow & { text: string | null }> {
  return byCursor(
    from,
    "chain_export",
    `select l.ordinal, l.kind, l.resource_id as "resourceId", l.number, encode(l.row_hash, 'hex') as "rowHash", l.lines,
       encode(l.lines_hash, 'hex') as "linesHash", chain_time(l.sealed_at) as "sealedAt", encode(l.hash, 'hex') as hash,
       case l.kind
         when 'audit' then (select chain_audit_text(e) from audit_entry e where e.account_id = $1 and e.id = l.number)
         when 'change' then (select chain_change_text(c) from change c
           where c.account_id = $1 and c.resource_id = l.resource_id and c.revision = l.number)
         when 'schema' then (select chain_schema_text(s) from schema_version s
           where s.account_id = $1 and s.resource_id = l.resource_id and s.version = l.number)
         else (select chain_evidence_text(e) from evidence e where e.account_id = $1 and e.id = l.number)
       end as text
     from chain_link l where l.account_id = $1 order by l.ordinal`,
    [accountId],
    2_000,
  );
}
