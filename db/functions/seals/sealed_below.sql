CREATE OR REPLACE FUNCTION audit.sealed_below() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_generation audit.generation;
    v_last audit.seal;
BEGIN
    SELECT * INTO v_generation FROM audit.generation AS g ORDER BY g.generation DESC LIMIT 1;
    SELECT * INTO v_last
    FROM audit.seal AS s
    WHERE s.generation = v_generation.generation
    ORDER BY s.seal_id DESC
    LIMIT 1;
    RETURN CASE
        WHEN v_last.last_xid > '0' THEN coalesce(
            (
                SELECT s.seen_change_id
                FROM audit.seal AS s
                WHERE s.generation = v_generation.generation AND s.seen_xid <= v_last.last_xid
                ORDER BY s.seen_xid DESC
                LIMIT 1
            ),
            v_generation.until_change_id
        )
        ELSE coalesce(v_last.last_change_id, v_generation.from_change_id, 0)
    END;
END
$$;

COMMENT ON FUNCTION audit.sealed_below IS 'All changes up to this id are sealed; above it are sealed ones, and others.';
