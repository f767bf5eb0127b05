-- Who made a link, so that it leads nowhere once they may no longer share the evidence. Unknown of links made before.
alter table evidence_link add column maker_kind text, add column maker_id bigint;
