-- What stands of a schedule's last run is of that run alone: one that was refused began no evidence.
update evidence_schedule set last_evidence_id = null, last_revision = null where last_error is not null;
