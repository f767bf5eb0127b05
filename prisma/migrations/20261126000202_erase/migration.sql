-- Erased versions: what they held is gone, what they were is kept -----------------------------------------------------
-- sha256: of the version's canonical text, the line that evidence has of it, so that a line can still be told to be the
-- one that was erased. erased_by: the revision of the erasing Change.

alter table record_version
  alter column data drop not null,
  add column erased_at timestamptz,
  add column erased_by bigint,
  add column sha256 bytea,
  add constraint erased_or_whole check (
    (data is null) = (erased_at is not null) and (data is null) = (erased_by is not null)
    and (data is null) = (sha256 is not null));

-- A kept version changes in one way alone: it is erased, with everything that was made of its data. Whoever fills
-- columns beside those named here is not asked.
create function only_erased() returns trigger language plpgsql as $$
begin
  if old.data is not null and new.data is null
    and row(new.account_id, new.resource_id, new.id, new.revision, new.superseded_by, new.schema_version,
      new.created_at, new.updated_at)
    is not distinct from row(old.account_id, old.resource_id, old.id, old.revision, old.superseded_by,
      old.schema_version, old.created_at, old.updated_at)
  then
    return jsonb_populate_record(new, '{"text_1": null, "text_2": null, "text_3": null, "text_4": null,
      "number_1": null, "number_2": null, "number_3": null, "number_4": null}');
  end if;
  raise exception 'history is append-only: a version stays as it was, or is erased';
end $$;
create trigger only_erased before update of account_id, resource_id, id, revision, superseded_by, data, schema_version,
  created_at, updated_at, erased_at, erased_by, sha256 on record_version
  for each row execute function only_erased();

create function erased_facts(in_account bigint, in_resource bigint, in_id text, in_revision bigint) returns jsonb
language sql stable parallel safe as $$
  select jsonb_build_object('at', to_char(v.erased_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'revision', v.erased_by, 'sha256', encode(v.sha256, 'hex'))
  from record_version v
  where v.account_id = in_account and v.resource_id = in_resource and v.id = in_id collate "C" and v.revision = in_revision
    and v.data is null
$$;
