-- Lowers the letters of every script, whatever locale the database was made with: under "C" lower() knows ASCII alone.
do $$
declare
  chosen text := 'default';
begin
  if lower('É') <> 'é' then
    select c.collname into chosen
    from unnest(array['pg_c_utf8', 'und-x-icu', 'C.utf8', 'C.UTF-8']) with ordinality as wish(collname, rank)
    join pg_collation c on c.collname = wish.collname and c.collnamespace = 'pg_catalog'::regnamespace
    where c.collencoding in (-1, pg_char_to_encoding('UTF8'))
    order by wish.rank limit 1;
  end if;
  -- A body of one expression, which the planner puts in place of the call.
  execute format(
    'create function lower_unicode(text) returns text language sql immutable parallel safe return lower($1 collate %I)',
    coalesce(chosen, 'default')
  );
end
$$;
