-- Who made the links from before that was kept, as the trail tells it: a link of nobody leads nowhere from now on.
update evidence_link l set maker_kind = a.actor_kind, maker_id = a.actor_id
from audit_entry a
where l.maker_kind is null and a.account_id = l.account_id and a.target = 'evidence ' || l.evidence_id
  and a.action like 'evidence.%' and a.action = 'evidence.link-create' and (a.details ->> 'link')::bigint = l.id;
