-- A schedule goes by the clock of its account: where that is set to another zone, its next time is another one. One that is
-- due stays so. updated_at: whoever is about to take a turn, as the old zone has it, looks again.
create function reckon_schedules() returns trigger language plpgsql as $$
begin
  update evidence_schedule s set updated_at = clock_timestamp(), next_at = case when s.next_at <= now() then s.next_at
    else next_evidence_at(s.every, s.hour, s.weekday, new.time_zone, now()) end
  where s.account_id = new.id and s.next_at is not null;
  return null;
end $$;
create trigger reckon_schedules after update of time_zone on account
  for each row when (old.time_zone is distinct from new.time_zone) execute function reckon_schedules();
