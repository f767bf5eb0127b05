-- When what was stored of evidence that never came to be was removed: a sweep finds the rest however long ago its job
-- ended, and does not ask a store again for what is gone.
alter table evidence add column swept_at timestamptz;
create index evidence_unfinished on evidence (account_id, id) where status = 'generating';
