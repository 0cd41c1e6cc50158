CREATE OR REPLACE FUNCTION audit.find_inserted_rows(p_month date) RETURNS TABLE (change_id bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN QUERY
    SELECT c.change_id
    FROM audit.change AS c
    WHERE c.at >= p_month::timestamp AT TIME ZONE 'UTC'
        AND c.at < (p_month::timestamp + interval '1 month') AT TIME ZONE 'UTC'
        AND EXISTS (SELECT 1 FROM audit.generation AS g)
    EXCEPT ALL
    SELECT unnest(r.change_ids)
    FROM audit.seal AS s
    JOIN audit.sealed_rows AS r ON r.seal_id = s.seal_id
    WHERE s.month = p_month
    EXCEPT ALL
    SELECT u.change_id
    FROM audit.list_unsealed(NULL, pg_snapshot_xmax(pg_current_snapshot())) AS u
    ORDER BY 1;
END
$$;

COMMENT ON FUNCTION audit.find_inserted_rows IS
'Rows of a month of the audit log that no seal has, and none will have: they came in by another way than a change.';
