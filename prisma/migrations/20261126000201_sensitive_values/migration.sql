-- Values that not everybody may read: marked by the present schema, masked where the text is made -------------------
-- paths: [["ssn"], ["contacts", null, "phone"]]; null is any member and any item. Everything is total.

-- The paths as they go on inside a member (step) or an item of a list (step is null).
create function paths_inside(paths jsonb, step text) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_agg(p - 0), '[]') from jsonb_array_elements(paths) p
  where p <> '[]' and (p -> 0 = 'null' or p ->> 0 = step)
$$;

create function is_whole(paths jsonb) returns boolean language sql immutable parallel safe as $$
  select exists (select from jsonb_array_elements(paths) p where p = '[]')
$$;

create function mask_data(data jsonb, paths jsonb) returns jsonb language plpgsql immutable parallel safe as $$
declare
  step text;
begin
  if data is null or paths = '[]' then return data; end if;
  if is_whole(paths) then return '"•••"'; end if;
  case jsonb_typeof(data)
    when 'array' then
      paths := paths_inside(paths, null);
      if paths = '[]' then return data; end if;
      return (select coalesce(jsonb_agg(mask_data(i.value, paths) order by i.n), '[]')
        from jsonb_array_elements(data) with ordinality as i(value, n));
    when 'object' then
      if exists (select from jsonb_array_elements(paths) p where p -> 0 = 'null') then
        return (select coalesce(jsonb_object_agg(m.key, mask_data(m.value, paths_inside(paths, m.key))), '{}')
          from jsonb_each(data) m);
      end if;
      for step in select distinct p ->> 0 from jsonb_array_elements(paths) p where data ? (p ->> 0) loop
        data := data || jsonb_build_object(step, mask_data(data -> step, paths_inside(paths, step)));
      end loop;
      return data;
    else return data;
  end case;
end $$;

-- marks: {"paths": paths, "keep": the member that records are told apart by, which every address shows anyway}.
create function mask_record(data jsonb, marks jsonb) returns jsonb language sql immutable parallel safe as $$
  select case when data ? (marks ->> 'keep')
    then mask_data(data, marks -> 'paths') || jsonb_build_object(marks ->> 'keep', data -> (marks ->> 'keep'))
    else mask_data(data, marks -> 'paths') end
$$;

-- What was sent, with the stored value wherever the mask came back; null where there is none to keep. An item of a list
-- keeps the values of the one that looks the same when masked, else of the one in its place while none came or went;
-- where that could be another one's, there is nothing to keep.
create function keep_hidden(sent jsonb, stored jsonb, paths jsonb) returns jsonb language plpgsql immutable parallel safe as $$
declare
  step text;
  inside jsonb;
  kept jsonb;
begin
  if paths = '[]' then return sent; end if;
  if is_whole(paths) then return case when sent = '"•••"' then stored else sent end; end if;
  if jsonb_typeof(sent) = 'array' then
    return keep_hidden_items(sent, case jsonb_typeof(stored) when 'array' then stored else '[]' end, paths_inside(paths, null));
  end if;
  if jsonb_typeof(sent) <> 'object' then return sent; end if;
  for step in select jsonb_object_keys(sent) loop
    inside := paths_inside(paths, step);
    if inside = '[]' then continue; end if;
    kept := keep_hidden(sent -> step, case jsonb_typeof(stored) when 'object' then stored -> step end, inside);
    if kept is null then return null; end if;
    sent := sent || jsonb_build_object(step, kept);
  end loop;
  return sent;
end $$;

create function keep_hidden_items(sent jsonb, stored jsonb, paths jsonb) returns jsonb
language plpgsql immutable parallel safe as $$
declare
  same_size boolean := jsonb_array_length(sent) = jsonb_array_length(stored);
  twins integer[] := '{}';
  twin integer;
  kept jsonb;
begin
  if paths = '[]' then return sent; end if;
  for pos in 0 .. jsonb_array_length(sent) - 1 loop
    twin := null;
    if keep_hidden(sent -> pos, null, paths) is null then
      select case when same_size and bool_or(s.n - 1 = pos) then pos
                  when count(distinct s.value) = 1 then min(s.n) - 1 end into twin
      from jsonb_array_elements(stored) with ordinality as s(value, n) where mask_data(s.value, paths) = sent -> pos;
    end if;
    twins := twins || twin;
  end loop;
  for pos in 0 .. jsonb_array_length(sent) - 1 loop
    kept := keep_hidden(sent -> pos, null, paths);
    if kept is null then
      twin := twins[pos + 1];
      if twin is null and same_size and not (pos = any(array_remove(twins, null))) then twin := pos; end if;
      kept := keep_hidden(sent -> pos, stored -> twin, paths);
    end if;
    if kept is null then return null; end if;
    sent := jsonb_set(sent, array[pos::text], kept);
  end loop;
  return sent;
end $$;

-- Whether a place is sensitive, lies within something sensitive, or holds something sensitive.
create function touches_sensitive(place text[], paths jsonb) returns boolean language sql immutable parallel safe as $$
  select exists (
    select from jsonb_array_elements(paths) p
    where not exists (
      select from unnest(place) with ordinality as s(step, n)
      where s.n <= jsonb_array_length(p) and p -> (s.n - 1)::integer <> 'null' and p ->> (s.n - 1)::integer <> s.step))
$$;

-- The present schema's marks beside the resource, for what reads many resources at once. Schemas from before this were
-- never read for marks: one that may have some hides all of its values from the search until it is published again.
alter table resource add column sensitive jsonb not null default '[]';
update resource r set sensitive = '[[null]]' from schema_version s
where s.account_id = r.account_id and s.resource_id = r.id and s.version = r.schema_version
  and s.schema_text like '%x-sensitive%';

-- What was masked in a file; a place that is sensitive now and not among them is in clear.
alter table evidence add column masked jsonb not null default '[]';
alter table job add column masked jsonb not null default '[]';
