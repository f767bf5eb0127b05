-- Evidence as a bundle: a ZIP of files, made by a job, of any moment, with what was asked for and what came of it ------

alter table evidence
  alter column record_count drop not null,
  alter column byte_count drop not null,
  alter column sha256 drop not null,
  alter column manifest drop not null,
  add column format text not null default 'attestry-evidence/1'
    check (format in ('attestry-evidence/1', 'attestry-evidence/2')),
  add column status text not null default 'ready' check (status in ('generating', 'ready', 'deleted')),
  add column revision_at timestamptz,
  add column title text,
  add column note text,
  add column tags text[] not null default '{}',
  add column formats text[] not null default '{}',
  add column as_of text,
  add column session jsonb,
  add column filter jsonb,
  add column columns jsonb,
  add column sample jsonb,
  add column redactions jsonb not null default '[]',
  add column total_count bigint,
  add column matching_count bigint,
  add column failing_count bigint,
  add column content_sha256 text,
  add column merkle_root text,
  add column key_id text,
  add column attestation text,
  add column stored_in text not null default 'postgres',
  add column job_id bigint,
  add column ready_at timestamptz,
  add column actor_kind text,
  add column actor_id bigint,
  add column compared jsonb,
  add column downloaded bigint not null default 0,
  add column downloaded_at timestamptz,
  add column deleted_at timestamptz,
  add column deleted_by text,
  add column delete_reason text;

update evidence e set ready_at = e.created_at, total_count = e.record_count, matching_count = e.record_count, revision_at = (
  select c.at from change c where c.account_id = e.account_id and c.resource_id = e.resource_id and c.revision = e.revision);

alter table evidence add constraint ready_is_whole check (
  status <> 'ready' or (record_count is not null and byte_count is not null
    and sha256 is not null and manifest is not null));
create index evidence_of_resource on evidence (account_id, resource_id, id);
create index evidence_of_job on evidence (account_id, job_id) where job_id is not null;

-- The files of a bundle. Their bytes stand in chunks here, or where stored_in says.
create table evidence_file (
  account_id bigint not null,
  evidence_id bigint not null,
  name text not null,
  ordinal integer not null,
  bytes bigint not null,
  sha256 text not null,
  crc32 bigint,
  primary key (account_id, evidence_id, name),
  foreign key (account_id, evidence_id) references evidence (account_id, id) deferrable initially deferred
);

alter table evidence_chunk add column name text;
update evidence_chunk c set name = e.file_name
from evidence e where e.account_id = c.account_id and e.id = c.evidence_id;
alter table evidence_chunk alter column name set not null;
alter table evidence_chunk drop constraint evidence_chunk_pkey;
alter table evidence_chunk add primary key (account_id, evidence_id, name, ordinal);

-- What was made before there were bundles is evidence of one file, and is taken as that file.
insert into evidence_file (account_id, evidence_id, name, ordinal, bytes, sha256)
select account_id, id, file_name, 0, byte_count, sha256 from evidence;

-- Evidence is append-only: once it is ready, what it says and holds stays; it can only be deleted, which leaves the row
-- with what its manifest says. What tells of its life beside that (downloads, how long it is kept) is not asked.
create function only_deleted() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then raise exception 'evidence is append-only: evidence % leaves a tombstone', old.id; end if;
  if old.status = 'generating' then return new; end if;
  if row(new.account_id, new.id, new.connection_id, new.resource_id, new.revision, new.schema_version, new.file_name,
      new.record_count, new.byte_count, new.sha256, new.manifest, new.created_at, new.created_by, new.request_id)
    is distinct from row(old.account_id, old.id, old.connection_id, old.resource_id, old.revision, old.schema_version,
      old.file_name, old.record_count, old.byte_count, old.sha256, old.manifest, old.created_at, old.created_by, old.request_id)
    or row(new.format, new.revision_at, new.title, new.note, new.tags, new.formats, new.as_of, new.session, new.filter,
      new.columns, new.sample, new.redactions, new.masked, new.total_count, new.matching_count, new.failing_count,
      new.content_sha256, new.merkle_root, new.key_id, new.attestation, new.job_id, new.ready_at, new.actor_kind, new.actor_id)
    is distinct from row(old.format, old.revision_at, old.title, old.note, old.tags, old.formats, old.as_of, old.session,
      old.filter, old.columns, old.sample, old.redactions, old.masked, old.total_count, old.matching_count, old.failing_count,
      old.content_sha256, old.merkle_root, old.key_id, old.attestation, old.job_id, old.ready_at, old.actor_kind, old.actor_id)
    or new.status not in (old.status, 'deleted')
  then
    raise exception 'evidence is append-only: evidence % stays as it was made, or is deleted', old.id;
  end if;
  return new;
end $$;
create trigger only_deleted before update or delete on evidence for each row execute function only_deleted();

create function only_of_deleted() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' or exists (
    select from evidence e where e.account_id = old.account_id and e.id = old.evidence_id and e.status = 'ready')
  then
    raise exception 'evidence is append-only: what evidence % holds stays until it is deleted', old.evidence_id;
  end if;
  return old;
end $$;
create trigger only_of_deleted before update or delete on evidence_file for each row execute function only_of_deleted();
create trigger only_of_deleted before update or delete on evidence_chunk for each row execute function only_of_deleted();
create trigger no_truncate before truncate on evidence for each statement execute function refuse_truncate();
create trigger no_truncate before truncate on evidence_file for each statement execute function refuse_truncate();
create trigger no_truncate before truncate on evidence_chunk for each statement execute function refuse_truncate();

-- Whether a record that does not fit its schema was ever let in, by a policy that marks it or by a session that was made
-- live again: if not, every version fits the schema version it was written under, and need not be judged to be counted.
alter table resource add column lets_fail boolean not null default false;
update resource r set lets_fail = true
where r.failing_policy = 'mark'
  or exists (select from failing_record f where f.account_id = r.account_id and f.resource_id = r.id)
  or exists (select from change c where c.account_id = r.account_id and c.resource_id = r.id
    and c.kind in ('resource.update', 'records.session'));

create function note_lets_fail() returns trigger language plpgsql as $$
begin
  if new.failing_policy = 'mark' then new.lets_fail := true; end if;
  return new;
end $$;
create trigger note_lets_fail before insert or update of failing_policy on resource
  for each row execute function note_lets_fail();

create function note_session_back() returns trigger language plpgsql as $$
begin
  update resource set lets_fail = true where account_id = new.account_id and id = new.resource_id and not lets_fail;
  return null;
end $$;
create trigger note_session_back after update of status on upload_session
  for each row when (old.status = 'ARCHIVED' and new.status = 'ACTIVE') execute function note_session_back();
