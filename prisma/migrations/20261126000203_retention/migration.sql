-- How long history is kept: for ever, unless an account says otherwise. It begins a day after it was said -------------

alter table account
  add column history_days integer check (history_days > 0),
  add column history_days_at timestamptz;

-- From which revision on a resource's history is whole: no reader goes before it. Moved first; what lies before goes then.
alter table resource add column history_from bigint not null default 0;
