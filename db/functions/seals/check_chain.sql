CREATE OR REPLACE FUNCTION audit.check_chain() RETURNS TABLE (seal_id bigint, fault text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN QUERY
    SELECT f.seal_id, f.fault
    FROM (
        SELECT
            s.seal_id,
            CASE
                WHEN s.seal_id <> 1 + lag(s.seal_id, 1, 0::bigint) OVER chain THEN 'the seal before it is missing'
                WHEN s.hash <> audit.seal_hash(s) THEN 'it was changed'
                WHEN s.previous_hash <> lag(s.hash, 1, decode(repeat('00', 32), 'hex')) OVER chain
                    THEN 'the seal before it is another one'
                WHEN r.seal_id IS NOT NULL THEN CASE
                    WHEN cardinality(r.change_ids) <> s.row_count OR audit.merkle_root(r.leaves) <> s.root
                        THEN 'its list of rows was changed'
                END
                WHEN NOT EXISTS (
                    SELECT 1
                    FROM audit.gap AS g
                    WHERE g.reason = 'retention' AND g.until_at > s.month::timestamp AT TIME ZONE 'UTC'
                ) THEN 'its list of rows is missing'
            END AS fault
        FROM audit.seal AS s
        LEFT JOIN audit.sealed_rows AS r ON r.seal_id = s.seal_id
        WINDOW chain AS (ORDER BY s.seal_id)
    ) AS f
    WHERE f.fault IS NOT NULL
    ORDER BY f.seal_id;
END
$$;

COMMENT ON FUNCTION audit.check_chain IS
'What is wrong with the seals themselves; no row: each follows the one before. Who wrote all of them anew is found by '
'a checkpoint that is kept elsewhere.';
