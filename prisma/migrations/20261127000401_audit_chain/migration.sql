-- The audit chain: what happened, sealed link by link, so that a row changed behind our back is found and named --------
-- No foreign keys on what is written per Change: nobody but the sealer writes here, and nothing is ever removed.

-- One row for each Change, audit entry, schema version and evidence. resource_id and number: resource and revision;
-- 0 and the entry; resource and version; 0 and the evidence. row_hash: of the row's text, as chain_*_text say it.
-- lines, lines_hash: of what a Change did to each record, see chain_lines. hash: of the last link's and all of this.
create table chain_link (
  account_id bigint not null,
  ordinal bigint not null check (ordinal > 0),
  kind text not null check (kind in ('audit', 'change', 'evidence', 'schema')),
  resource_id bigint not null,
  number bigint not null,
  row_hash bytea not null,
  lines bigint not null,
  lines_hash bytea not null,
  sealed_at timestamptz not null,
  hash bytea not null,
  primary key (account_id, ordinal),
  unique (account_id, kind, resource_id, number)
);

-- What a Change did to each record, some hundred to a row, in the order of the ids' bytes: the made version's hash (or -),
-- the revision of the version it replaced (or 0) and the id as JSON, one a line. With it the record can be named.
create table chain_lines (
  account_id bigint not null,
  ordinal bigint not null,
  part integer not null,
  body text not null,
  primary key (account_id, ordinal, part)
);
alter table chain_lines alter column body set compression pglz;

-- The chain's end, signed: newer ones also stand outside of the database.
create table chain_checkpoint (
  account_id bigint not null,
  ordinal bigint not null,
  at timestamptz not null,
  kid text not null,
  body text not null,
  signature text not null,
  public_key text not null,
  primary key (account_id, ordinal)
);

create function only_appended() returns trigger language plpgsql as $$
begin
  raise exception 'the audit chain is append-only: % takes new rows and nothing else', tg_table_name;
end $$;
create trigger only_appended before update or delete on chain_link for each row execute function only_appended();
create trigger only_appended before update or delete on chain_lines for each row execute function only_appended();
create trigger only_appended before update or delete on chain_checkpoint for each row execute function only_appended();
create trigger no_truncate before truncate on chain_link for each statement execute function refuse_truncate();
create trigger no_truncate before truncate on chain_lines for each statement execute function refuse_truncate();
create trigger no_truncate before truncate on chain_checkpoint for each statement execute function refuse_truncate();

-- Where the sealer stands; whoever checks believes none of it. low_id: up to there every audit entry is sealed that came
-- in time; one that appears there later is not sealed any more, but named.
create table chain_head (
  account_id bigint primary key references account,
  ordinal bigint not null default 0,
  hash bytea not null,
  low_id bigint not null default 0,
  checkpoint_ordinal bigint not null default 0,
  checkpoint_at timestamptz not null default '-infinity'
);
create index chain_head_ahead on chain_head (account_id) where ordinal > checkpoint_ordinal;

create table chain_resource (
  account_id bigint not null,
  resource_id bigint not null,
  revision bigint not null,
  primary key (account_id, resource_id)
) with (fillfactor = 50);

-- Audit entries carry a mark that is made with ATTESTRY_SECRET, so that one which was put in by SQL is not sealed.
alter table audit_entry add column mark bytea;

-- audit_id: up to which entry of all accounts nothing is left to be sealed, where the look for work begins. unmarked_to:
-- the last entry from before there were marks.
create table chain_watch (
  id integer primary key check (id = 1),
  audit_id bigint not null,
  unmarked_to bigint not null
);
insert into chain_watch select 1, 0, coalesce(max(id), 0) from audit_entry;
create index audit_entry_by_id on audit_entry (id) include (account_id);

-- What the last check found.
create table chain_check (
  account_id bigint primary key references account,
  at timestamptz not null,
  full_at timestamptz not null,
  ordinal bigint not null,
  intact boolean not null,
  facts jsonb not null
);

-- The text that is hashed of each kind of row. Columns by name: one that is added later changes no hash. -----------------

create function chain_time(at timestamptz) returns text language sql stable parallel safe as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

create function chain_hash(of text) returns bytea language sql immutable parallel safe as $$
  select sha256(convert_to(of, 'UTF8'))
$$;

create function chain_audit_text(e audit_entry) returns text language sql stable parallel safe as $$
  select jsonb_build_array('audit', e.account_id, e.id, chain_time(e.at), e.actor_kind, e.actor_id, e.actor_label,
    e.channel, e.request_id, e.action, e.target, e.details)::text
$$;

create function chain_change_text(c change) returns text language sql stable parallel safe as $$
  select jsonb_build_array('change', c.account_id, c.resource_id, c.revision, chain_time(c.at), c.kind, c.actor_kind,
    c.actor_id, c.actor_label, c.channel, c.request_id, c.schema_version, c.created, c.updated, c.unchanged, c.deleted,
    c.rejected, c.job_id, c.reason, c.undoes)::text
$$;

create function chain_schema_text(s schema_version) returns text language sql stable parallel safe as $$
  select jsonb_build_array('schema', s.account_id, s.resource_id, s.version, s.revision, s.hash,
    encode(chain_hash(s.schema_text), 'hex'), s.identifier_key, s.display_name_key, s.reason, s.restored_from,
    chain_time(s.created_at), s.created_by)::text
$$;

-- Of evidence what its tombstone keeps, so that a deletion is none of these changes.
create function chain_evidence_text(e evidence) returns text language sql stable parallel safe as $$
  select jsonb_build_array('evidence', e.account_id, e.id, e.connection_id, e.resource_id, e.revision, e.schema_version,
    e.file_name, e.record_count, e.byte_count, e.sha256, encode(chain_hash(e.manifest), 'hex'),
    to_jsonb(e) ->> 'content_sha256', encode(chain_hash(to_jsonb(e) ->> 'attestation'), 'hex'),
    to_jsonb(e) ->> 'key_id', chain_time(e.created_at), e.created_by, e.request_id)::text
$$;

-- An erased version keeps what its hash was made of, in which none of its values can be read.
alter table record_version add column text_sha256 bytea;

create or replace function only_erased() returns trigger language plpgsql as $$
begin
  if old.data is not null and new.data is null
    and row(new.account_id, new.resource_id, new.id, new.revision, new.superseded_by, new.schema_version,
      new.created_at, new.updated_at)
    is not distinct from row(old.account_id, old.resource_id, old.id, old.revision, old.superseded_by,
      old.schema_version, old.created_at, old.updated_at)
  then
    new.text_sha256 := chain_hash(old.data::text);
    return jsonb_populate_record(new, '{"text_1": null, "text_2": null, "text_3": null, "text_4": null,
      "number_1": null, "number_2": null, "number_3": null, "number_4": null}');
  end if;
  raise exception 'history is append-only: a version stays as it was, or is erased';
end $$;

create function chain_version_hash(
  id text, revision bigint, schema_version integer, created_at timestamptz, updated_at timestamptz, text_sha256 bytea
) returns text language sql stable parallel safe as $$
  select encode(chain_hash('["version", ' || to_json(id)::text || ', ' || revision || ', ' || schema_version || ', "'
    || chain_time(created_at) || '", "' || chain_time(updated_at) || '", "' || encode(text_sha256, 'hex') || '"]'), 'base64')
$$;

-- The versions that a resource's Changes in (after, upto] made and ended, live or kept; whoever reads puts them in order.
create function chain_versions(in_account bigint, in_resource bigint, after bigint, upto bigint) returns table (
  revision bigint, id text, made text, ended bigint, live boolean, erased_by bigint
) language sql stable parallel safe as $$
  select d.revision, d.id, chain_version_hash(d.id, d.revision, d.schema_version, d.created_at, d.updated_at,
    chain_hash(d.data::text)), null::bigint, true, null::bigint
  from data_record d
  where d.account_id = in_account and d.resource_id = in_resource and d.revision > after and d.revision <= upto
    and d.revision > 0
  union all
  select v.revision, v.id, chain_version_hash(v.id, v.revision, v.schema_version, v.created_at, v.updated_at,
    coalesce(chain_hash(v.data::text), v.text_sha256, v.sha256)), null, false, v.erased_by
  from record_version v
  where v.account_id = in_account and v.resource_id = in_resource and v.revision > after and v.revision <= upto
    and v.revision > 0
  union all
  select v.superseded_by, v.id, null, v.revision, false, null
  from record_version v
  where v.account_id = in_account and v.resource_id = in_resource and v.superseded_by > after and v.superseded_by <= upto
    and v.revision > 0
$$;
