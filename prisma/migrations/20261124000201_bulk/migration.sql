-- How often a job was taken up without getting on; what fails a job that takes its worker down each time.
alter table job add column interruptions integer not null default 0;

-- Editing inside a record, where its digits are kept. Everything is total: null when there is no such place ----------

create function pointer_path(pointer text) returns text[] language sql immutable strict parallel safe as $$
  select array_agg(replace(replace(step, '~1', '/'), '~0', '~') order by n)
  from unnest(case pointer when '/' then array[''] else string_to_array(substr(pointer, 2), '/') end)
    with ordinality as s(step, n)
$$;

-- Puts a value at a path. What is missing or null on the way becomes an object; a list takes only an index that it has.
create function json_put(data jsonb, path text[], value jsonb) returns jsonb language plpgsql immutable parallel safe as $$
declare
  step text := path[1];
  inside jsonb;
begin
  if cardinality(path) = 0 then return value; end if;
  if data is null or data = 'null' then data := '{}'; end if;
  if jsonb_typeof(data) = 'array' then
    if step !~ '^(0|[1-9]\d{0,8})$' or step::int >= jsonb_array_length(data) then return null; end if;
    inside := json_put(data -> step::int, path[2:], value);
    return jsonb_set(data, array[step], inside);
  end if;
  if jsonb_typeof(data) <> 'object' then return null; end if;
  return data || jsonb_build_object(step, json_put(data -> step, path[2:], value));
end $$;

-- Takes away what stands at a path; nothing there is nothing to take away.
create function json_cut(data jsonb, path text[]) returns jsonb language plpgsql immutable parallel safe as $$
declare
  step text := path[1];
begin
  if jsonb_typeof(data) = 'array' then
    if step !~ '^(0|[1-9]\d{0,8})$' or step::int >= jsonb_array_length(data) then return data; end if;
    if cardinality(path) = 1 then return data - step::int; end if;
    return jsonb_set(data, array[step], json_cut(data -> step::int, path[2:]));
  end if;
  if jsonb_typeof(data) <> 'object' or not data ? step then return data; end if;
  if cardinality(path) = 1 then return data - step; end if;
  return data || jsonb_build_object(step, json_cut(data -> step, path[2:]));
end $$;

-- Whether json_put finds its way: asked first, as a null further down would become a value of the record.
create function has_place(data jsonb, path text[]) returns boolean language plpgsql immutable parallel safe as $$
declare
  step text;
begin
  foreach step in array path loop
    if data is null or data = 'null' then return true; end if;
    case jsonb_typeof(data)
      when 'object' then data := data -> step;
      when 'array' then
        if step !~ '^(0|[1-9]\d{0,8})$' or step::int >= jsonb_array_length(data) then return false; end if;
        data := data -> step::int;
      else return false;
    end case;
  end loop;
  return true;
end $$;

-- edit: {"set": [{"pointer", "value"}], "unset": [pointer]}; null when a pointer leads nowhere.
create function edit_record(data jsonb, edit jsonb) returns jsonb language plpgsql immutable parallel safe as $$
declare
  part jsonb;
  pointer text;
begin
  for part in select jsonb_array_elements(edit -> 'set') loop
    if not has_place(data, pointer_path(part ->> 'pointer')) then return null; end if;
    data := json_put(data, pointer_path(part ->> 'pointer'), part -> 'value');
  end loop;
  for pointer in select jsonb_array_elements_text(edit -> 'unset') loop
    data := json_cut(data, pointer_path(pointer));
  end loop;
  return data;
end $$;

-- Writing many at once, beside write_records and pinned to the primary key like it -----------------------------------

-- The caller holds the lock on the resource's row.
create function delete_records(in_account bigint, in_resource bigint, in_ids text[]) returns bigint language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
set plan_cache_mode = force_generic_plan as $$
declare
  gone bigint;
begin
  delete from data_record d using unnest(in_ids) as i(id)
  where d.account_id = in_account and d.resource_id = in_resource and d.id = i.id;
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Makes kept versions current again, exactly as they were: data, schema version and time of creation. The caller holds
-- the lock on the resource's row, passes its revision, and judges those that the present schema did not.
create function restore_versions(
  in_account bigint, in_resource bigint, in_ids text[], in_revisions bigint[], in_revision bigint, in_stamp timestamptz
) returns void language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off
set plan_cache_mode = force_generic_plan as $$
declare
  paths slot_paths := declared_slots(in_account, in_resource);
begin
  insert into data_record
    (account_id, resource_id, id, data, revision, schema_version, created_at, updated_at,
     text_1, text_2, text_3, text_4, number_1, number_2, number_3, number_4)
  select v.account_id, v.resource_id, v.id, v.data, in_revision + 1, v.schema_version, v.created_at, in_stamp, s.*
  from unnest(in_ids, in_revisions) as i(id, revision)
  join record_version v
    on v.account_id = in_account and v.resource_id = in_resource and v.id = i.id and v.revision = i.revision,
    lateral slots_of(v.data, paths) s
  on conflict (account_id, resource_id, id) do update set
    data = excluded.data, revision = excluded.revision, schema_version = excluded.schema_version,
    created_at = excluded.created_at, updated_at = excluded.updated_at,
    text_1 = excluded.text_1, text_2 = excluded.text_2, text_3 = excluded.text_3, text_4 = excluded.text_4,
    number_1 = excluded.number_1, number_2 = excluded.number_2, number_3 = excluded.number_3,
    number_4 = excluded.number_4;
end $$;
