-- Chunks are put in once and read by their key: a vacuum after inserts reads all of them again and helps nobody. What is
-- deleted is vacuumed as ever.
alter table evidence_chunk set (autovacuum_vacuum_insert_threshold = -1, toast.autovacuum_vacuum_insert_threshold = -1);
