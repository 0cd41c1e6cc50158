-- Rows of a transaction that is still open are not to be seen, and its number is below later ones that are: what is
-- sealed ends before the oldest open transaction. (Sealing by id would skip what commits late.)
CREATE OR REPLACE FUNCTION audit.list_unsealed(
    p_limit bigint DEFAULT NULL,
    p_horizon xid8 DEFAULT pg_snapshot_xmin(pg_current_snapshot())
)
RETURNS TABLE (change_id bigint, xid xid8, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    v_generation audit.generation;
    v_last audit.seal;
    v_below bigint := audit.sealed_below();
BEGIN
    SELECT * INTO v_generation FROM audit.generation AS g ORDER BY g.generation DESC LIMIT 1;
    SELECT * INTO v_last
    FROM audit.seal AS s
    WHERE s.generation = v_generation.generation
    ORDER BY s.seal_id DESC
    LIMIT 1;
    IF v_generation IS NULL THEN
        RETURN;
    ELSIF v_last IS NULL OR v_last.last_xid = '0' THEN
        RETURN QUERY
        WITH sealed AS MATERIALIZED (
            SELECT unnest(r.change_ids) AS change_id
            FROM audit.seal AS s
            JOIN audit.sealed_rows AS r ON r.seal_id = s.seal_id
            WHERE s.generation < v_generation.generation AND s.highest_change_id > v_below
        )
        SELECT c.change_id, xid8 '0', c.at
        FROM audit.change AS c
        WHERE c.change_id > v_below
            AND c.change_id <= v_generation.until_change_id
            AND NOT EXISTS (SELECT 1 FROM sealed AS s WHERE s.change_id = c.change_id)
        ORDER BY c.change_id
        LIMIT p_limit;
        IF FOUND THEN
            RETURN;
        END IF;
        v_below := v_generation.until_change_id;
    END IF;
    RETURN QUERY
    SELECT c.change_id, c.xid, c.at
    FROM audit.change AS c
    WHERE c.change_id > v_below
        AND c.xid < p_horizon
        AND (
            coalesce(v_last.last_xid, '0') = '0'
            OR (c.xid, c.change_id) > (v_last.last_xid, v_last.last_change_id)
        )
    ORDER BY c.xid, c.change_id
    LIMIT p_limit;
END
$$;

COMMENT ON FUNCTION audit.list_unsealed IS
'The changes that are sealed next, at most p_limit of them, in order: those of transactions before p_horizon.';
