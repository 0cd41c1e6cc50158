-- A change is in a seal of the first run that went as far as it; which seal of the run, its list says.
CREATE OR REPLACE FUNCTION audit.verify_changes(p_change_ids bigint[])
RETURNS TABLE (change_id bigint, is_sealed boolean, is_changed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY
    WITH wanted AS MATERIALIZED (
        SELECT c.change_id, c.xid, date_trunc('month', c.at AT TIME ZONE 'UTC')::date AS month
        FROM audit.change AS c
        WHERE c.change_id = ANY (p_change_ids)
    ),
    run AS (
        SELECT DISTINCT w.month, s.last_xid, s.last_change_id
        FROM wanted AS w
        CROSS JOIN audit.generation AS g
        CROSS JOIN LATERAL (
            (
                SELECT s.last_xid, s.last_change_id
                FROM audit.seal AS s
                WHERE s.generation = g.generation AND s.last_xid = '0' AND s.last_change_id >= w.change_id
                ORDER BY s.last_change_id
                LIMIT 1
            )
            UNION ALL
            (
                SELECT s.last_xid, s.last_change_id
                FROM audit.seal AS s
                WHERE s.generation = g.generation
                    AND s.last_xid > '0'
                    AND (s.last_xid, s.last_change_id) >= (w.xid, w.change_id)
                ORDER BY s.last_xid, s.last_change_id
                LIMIT 1
            )
        ) AS s
    ),
    sealed AS (
        SELECT i.change_id, s.month, substr(r.leaves, 32 * (i.position::int - 1) + 1, 32) AS leaf
        FROM run AS u
        JOIN audit.seal AS s ON s.last_xid = u.last_xid AND s.last_change_id = u.last_change_id AND s.month = u.month
        JOIN audit.sealed_rows AS r ON r.seal_id = s.seal_id
        CROSS JOIN unnest(r.change_ids) WITH ORDINALITY AS i(change_id, position)
        WHERE i.change_id = ANY (p_change_ids)
    ),
    hashed AS (
        SELECT h.change_id, h.leaf
        FROM (SELECT w.month, array_agg(w.change_id) AS change_ids FROM wanted AS w GROUP BY w.month) AS m
        CROSS JOIN audit.hash_changes(m.change_ids, m.month) AS h
    )
    SELECT h.change_id, s.leaf IS NOT NULL, coalesce(s.leaf <> h.leaf, false)
    FROM hashed AS h
    LEFT JOIN sealed AS s ON s.change_id = h.change_id
    ORDER BY h.change_id;
END
$$;

COMMENT ON FUNCTION audit.verify_changes IS
'Whether changes are sealed, and are not what their seals have.';
