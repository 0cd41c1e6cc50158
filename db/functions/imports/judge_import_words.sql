CREATE OR REPLACE FUNCTION helpdesk.judge_import_words(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
BEGIN
    UPDATE pg_temp.import_batch AS b
    SET state = 'bad',
        reason = format('%s %s has no meaning here', w.kind, w.value),
        hint = 'Give it one in /rest/import_mappings; correct the row if the word is wrong.'
    FROM (
        SELECT DISTINCT ON (g.import_row_id) g.import_row_id, g.kind, g.value
        FROM (
            SELECT r.import_row_id, f.mapped_as AS kind, r.data ->> f.field AS value
            FROM pg_temp.import_batch AS r
            JOIN helpdesk.import_field AS f USING (record)
            WHERE f.mapped_as IS NOT NULL AND r.state IS NULL
            UNION ALL
            SELECT r.import_row_id, 'field', k.key
            FROM pg_temp.import_batch AS r
            CROSS JOIN LATERAL jsonb_object_keys(r.data -> 'fields') AS k(key)
            WHERE r.record = 'ticket' AND r.state IS NULL AND jsonb_typeof(r.data -> 'fields') = 'object'
        ) AS g
        LEFT JOIN helpdesk.import_mapping AS m
            ON m.import_id = p_import.import_id AND m.kind = g.kind AND m.value = g.value
        WHERE g.value IS NOT NULL AND m.target IS NULL
        ORDER BY g.import_row_id, g.kind
    ) AS w
    WHERE b.import_row_id = w.import_row_id;
END
$$;

COMMENT ON FUNCTION helpdesk.judge_import_words IS
'Marks rows as bad whose words have no meaning here, such as rows that were mended.';
