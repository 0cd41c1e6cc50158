CREATE OR REPLACE FUNCTION audit.check_sealed_rows(p_from_seal_id bigint, p_until_seal_id bigint)
RETURNS TABLE (seal_id bigint, change_id bigint, fault text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_seal record;
BEGIN
    FOR v_seal IN
        SELECT s.seal_id, s.month, r.change_ids, r.leaves
        FROM audit.seal AS s
        JOIN audit.sealed_rows AS r ON r.seal_id = s.seal_id
        WHERE s.seal_id BETWEEN p_from_seal_id AND p_until_seal_id
        ORDER BY s.seal_id
    LOOP
        RETURN QUERY
        SELECT
            v_seal.seal_id,
            i.change_id,
            CASE WHEN h.leaf IS NULL THEN 'is missing' ELSE 'was changed' END
        FROM unnest(v_seal.change_ids) WITH ORDINALITY AS i(change_id, position)
        LEFT JOIN audit.hash_changes(v_seal.change_ids, v_seal.month) AS h ON h.change_id = i.change_id
        WHERE h.leaf IS DISTINCT FROM substr(v_seal.leaves, 32 * (i.position::int - 1) + 1, 32)
        ORDER BY i.position;
    END LOOP;
END
$$;

COMMENT ON FUNCTION audit.check_sealed_rows IS
'Rows of the audit log that are missing, or are not as these seals have them.';
