CREATE OR REPLACE FUNCTION helpdesk.count_written_rows() RETURNS jsonb
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(
        jsonb_object_agg(
            format('%s.%s', s.schemaname, s.relname),
            jsonb_build_object('inserted', s.n_tup_ins, 'updated', s.n_tup_upd, 'deleted', s.n_tup_del)
        ),
        '{}'
    )
    FROM pg_stat_xact_user_tables AS s
    WHERE s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0;
END;

COMMENT ON FUNCTION helpdesk.count_written_rows IS
'By table, how many rows this session has inserted, updated and deleted since some instant before: the difference of '
'two calls in a transaction is what it wrote between them.';
