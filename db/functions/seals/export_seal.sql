CREATE OR REPLACE FUNCTION audit.export_seal(p_seal_id bigint) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_seal audit.seal;
    v_rows audit.sealed_rows;
BEGIN
    SELECT * INTO v_seal FROM audit.seal AS s WHERE s.seal_id = p_seal_id;
    SELECT * INTO v_rows FROM audit.sealed_rows AS r WHERE r.seal_id = p_seal_id;
    RETURN NEXT json_build_object(
        'seal', audit.seal_head(v_seal),
        'previous_hash', encode(v_seal.previous_hash, 'hex'),
        'root', encode(v_seal.root, 'hex'),
        'hash', encode(v_seal.hash, 'hex'),
        'has_rows', v_rows IS NOT NULL
    );
    RETURN QUERY
    SELECT json_build_object(
        'change', CASE WHEN c.change_id IS NULL THEN i.change_id::text ELSE audit.change_head(c) END,
        'leaf', encode(substr(v_rows.leaves, 32 * (i.position::int - 1) + 1, 32), 'hex'),
        'salt', encode(uuid_send(c.salt), 'hex'),
        'withheld', c.withheld,
        'fields', (
            SELECT json_object_agg(f.name, f.value)
            FROM audit.change_fields(c.row_key, c.request_id, c.old_values, c.new_values) AS f
            WHERE c.change_id IS NOT NULL
        )
    )::text
    FROM unnest(v_rows.change_ids) WITH ORDINALITY AS i(change_id, position)
    LEFT JOIN audit.change AS c ON c.change_id = i.change_id
        AND c.at >= v_seal.month::timestamp AT TIME ZONE 'UTC'
        AND c.at < (v_seal.month::timestamp + interval '1 month') AT TIME ZONE 'UTC'
    ORDER BY i.position;
END
$$;

COMMENT ON FUNCTION audit.export_seal IS
'A seal and its rows, a line of JSON each, with all that is needed to verify them elsewhere: docs/audit.md.';
