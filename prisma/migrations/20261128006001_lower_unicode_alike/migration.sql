-- A filter of evidence lowers letters, too, and has to find the same after a restore into a database of another locale. One
-- of a language (Turkish: I to ı) or of whole texts (ICU: Σ at the end of a word) would not: there, and only there, the
-- letters are lowered one by one, by the first collation that does so.
do $$
declare
  wish text;
  lowered text;
begin
  if lower_unicode('ÉIİΑΣ') = 'éiiασ' then return; end if;
  for wish in
    select c.collname from unnest(array['pg_c_utf8', 'C.utf8', 'C.UTF-8']) with ordinality as w(collname, rank)
    join pg_collation c on c.collname = w.collname and c.collnamespace = 'pg_catalog'::regnamespace
    where c.collencoding in (-1, pg_char_to_encoding('UTF8'))
    order by w.rank
  loop
    execute format('select lower(%L collate %I)', 'ÉIİΑΣ', wish) into lowered;
    if lowered = 'éiiασ' then
      execute format(
        'create or replace function lower_unicode(text) returns text language sql immutable parallel safe
           return lower($1 collate %I)', wish);
      return;
    end if;
  end loop;
end
$$;
