CREATE OR REPLACE FUNCTION helpdesk.list_sla_writers() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- By their lock and not by the age of snapshots, which transactions of other databases hold back, too.
    RETURN ARRAY(
        SELECT l.virtualtransaction
        FROM pg_locks AS l
        WHERE l.locktype = 'relation'
            AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
            AND l.relation = 'helpdesk.sla_change'::regclass
            AND l.mode = 'RowShareLock'
            AND l.pid IS DISTINCT FROM pg_backend_pid()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.list_sla_writers IS
'The other transactions that share lock_sla_changes now, as pg_locks names them.';
