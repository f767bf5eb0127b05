-- The trash: the newest deletion of each id ------------------------------------------------------------------------
-- Written by deletes alone, so a live record pays nothing. An id that came back without a restore keeps its row until
-- the hourly sweep; whoever reads looks whether the record is live again. place: newest deletion first.

create sequence deleted_record_place as bigint;

create table deleted_record (
  account_id bigint not null,
  resource_id bigint not null,
  id text collate "C" not null,
  place bigint not null default nextval('deleted_record_place'),
  revision bigint not null,
  deleted_revision bigint not null,
  primary key (account_id, resource_id, id)
);
alter sequence deleted_record_place owned by deleted_record.place;

create index deleted_record_by_place on deleted_record (account_id, resource_id, place);

insert into deleted_record (account_id, resource_id, id, revision, deleted_revision)
select account_id, resource_id, id, revision, superseded_by
from (
  select distinct on (account_id, resource_id, id) account_id, resource_id, id, revision, superseded_by
  from record_version order by account_id, resource_id, id, revision desc
) v
where not exists (
  select from data_record r where r.account_id = v.account_id and r.resource_id = v.resource_id and r.id = v.id)
order by superseded_by, id;

create or replace function keep_deleted_records() returns trigger language plpgsql as $$
begin
  insert into record_version
    (account_id, resource_id, id, revision, superseded_by, data, schema_version, created_at, updated_at)
  select o.account_id, o.resource_id, o.id, o.revision, r.revision + 1, o.data, o.schema_version, o.created_at, o.updated_at
  from replaced o join resource r on r.account_id = o.account_id and r.id = o.resource_id;
  insert into deleted_record (account_id, resource_id, id, revision, deleted_revision)
  select o.account_id, o.resource_id, o.id, o.revision, r.revision + 1
  from replaced o join resource r on r.account_id = o.account_id and r.id = o.resource_id
  order by o.id desc
  on conflict (account_id, resource_id, id) do update set
    place = excluded.place, revision = excluded.revision, deleted_revision = excluded.deleted_revision;
  return null;
end $$;
