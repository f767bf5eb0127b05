-- Which revision a Change took back, so that whoever made that one (an import) can say so, by whichever door it was undone.
alter table change add column undoes bigint;
create index change_undoes on change (account_id, resource_id, undoes) where undoes is not null;

update change c set undoes = i.revision
from file_import i
where i.account_id = c.account_id and i.resource_id = c.resource_id and i.rolled_back_revision = c.revision;

create or replace function close_change(
  in_account bigint, in_resource bigint, in_stamp timestamptz, in_schema_version integer, in_changes jsonb, in_pushes jsonb,
  in_taken integer, in_grown bigint
) returns void language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
begin
  insert into change (account_id, resource_id, revision, at, kind, actor_kind, actor_id, actor_label, channel, request_id,
    schema_version, created, updated, unchanged, deleted, rejected, job_id, reason, undoes)
  select in_account, in_resource, x.revision, in_stamp, x.kind, x.actor_kind, x.actor_id, x.actor_label, x.channel,
    x.request_id, in_schema_version, x.created, x.updated, x.unchanged, x.deleted, x.rejected, x.job_id, x.reason, x.undoes
  from jsonb_to_recordset(in_changes) as x(revision bigint, kind text, actor_kind text, actor_id bigint, actor_label text,
    channel text, request_id text, created int, updated int, unchanged int, deleted int, rejected int, job_id bigint,
    reason text, undoes bigint);
  insert into push (account_id, resource_id, at, revision, actor_kind, actor_id, actor_label, channel, request_id,
    body_bytes, schema_version, created, updated, unchanged, rejected, unchanged_ids, rejected_rows, upload_session_id)
  select in_account, in_resource, in_stamp, x.revision, x.actor_kind, x.actor_id, x.actor_label, x.channel, x.request_id,
    x.body_bytes, in_schema_version, x.created, x.updated, x.unchanged, x.rejected, x.unchanged_ids, x.rejected_rows,
    x.upload_session_id
  from jsonb_to_recordset(in_pushes) as x(revision bigint, actor_kind text, actor_id bigint, actor_label text,
    channel text, request_id text, body_bytes int, created int, updated int, unchanged int, rejected int,
    unchanged_ids text[], rejected_rows jsonb, upload_session_id bigint);
  update resource set revision = revision + in_taken, record_count = record_count + in_grown, stamped_at = in_stamp,
    last_push_at = case when in_pushes = '[]' then last_push_at else in_stamp end
  where account_id = in_account and id = in_resource;
end $$;
