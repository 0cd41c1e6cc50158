-- Every change of every table is audited, except what is derived, ephemeral or append-only itself.
SELECT c.oid::regclass AS object, 'no audit trigger' AS fault
FROM pg_class AS c
WHERE c.relnamespace = 'helpdesk'::regnamespace
    AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition
    AND NOT EXISTS (
        SELECT 1 FROM pg_trigger AS t WHERE t.tgrelid = c.oid AND t.tgfoid = 'audit.tg_record_change'::regproc AND t.tgenabled = 'O'
    )
    AND c.relname <> ALL (%(not_audited)s);
