-- What keys did, hour by hour: requests that passed, and why the others did not --------------------------------------

create table key_activity (
  account_id bigint not null,
  key_id bigint not null,
  hour timestamptz not null,
  -- ok, or the true cause: revoked, expired, address, terms, plan, rate, lacks <permission>.
  outcome text not null,
  count integer not null,
  last_at timestamptz not null,
  address text,
  primary key (account_id, key_id, hour, outcome)
);

alter table api_key add column rotated_to_id bigint;

-- The trail of an account in the order of time. One more ordinary index on change costs one entry for each Change,
-- however many records it wrote.
create index change_of_account on change (account_id, at, resource_id, revision);
create index audit_entry_by_time on audit_entry (account_id, at, id);
create index audit_entry_by_action on audit_entry (account_id, action, at, id);
