-- A role of its own on single connections: it replaces the one in the account there, up or down ---------------------

alter table membership drop constraint membership_role_check;
alter table membership add constraint membership_role_check
  check (role in ('admin', 'manager', 'contributor', 'auditor', 'guest'));

create table connection_role (
  account_id bigint not null,
  person_id bigint not null,
  connection_id bigint not null,
  role text not null check (role in ('admin', 'manager', 'contributor', 'auditor', 'guest')),
  created_at timestamptz not null default now(),
  primary key (account_id, person_id, connection_id),
  foreign key (account_id, person_id) references membership (account_id, person_id) on delete cascade,
  foreign key (account_id, connection_id) references connection (account_id, id)
);

-- A key outlives its owner's membership, so that the trail still says whose it was; its power does not.
alter table api_key drop constraint api_key_account_id_owner_id_fkey;
alter table api_key add constraint api_key_owner_id_fkey foreign key (owner_id) references person;
