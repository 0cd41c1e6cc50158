CREATE OR REPLACE FUNCTION audit.measure_unsealed(OUT changes bigint, OUT since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    SELECT count(*), min(u.at) INTO changes, since
    FROM (
        SELECT u.at FROM audit.list_unsealed(NULL, pg_snapshot_xmax(pg_current_snapshot())) AS u
        UNION ALL
        SELECT c.at FROM audit.change AS c WHERE NOT EXISTS (SELECT 1 FROM audit.generation AS g)
    ) AS u;
END
$$;

COMMENT ON FUNCTION audit.measure_unsealed IS
'How many changes no seal has yet, and since when the oldest waits; null: none does.';
