CREATE OR REPLACE FUNCTION helpdesk.judge_import_references(p_import helpdesk.import, p_is_dry boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
BEGIN
    -- Messages after tickets, files and events after messages: what belongs to something bad is bad.
    FOR v_turn IN 1..3 LOOP
        UPDATE pg_temp.import_batch AS b
        SET state = 'bad',
            reason = format('%s %s was not taken over', m.refers_to, m.value),
            hint = format('Mend that %s, or leave out what refers to it.', m.refers_to)
        FROM (
            SELECT DISTINCT ON (g.import_row_id) g.import_row_id, g.refers_to, g.value
            FROM (
                SELECT r.import_row_id, f.refers_to, r.data ->> f.field AS value
                FROM pg_temp.import_batch AS r
                JOIN helpdesk.import_field AS f USING (record)
                WHERE f.refers_to IS NOT NULL AND f.value_type = 'text' AND r.state IS NULL
                UNION ALL
                SELECT r.import_row_id, f.refers_to, e.value
                FROM pg_temp.import_batch AS r
                JOIN helpdesk.import_field AS f USING (record)
                CROSS JOIN LATERAL jsonb_array_elements_text(r.data -> f.field) AS e(value)
                WHERE f.refers_to IS NOT NULL AND f.value_type = 'texts' AND r.state IS NULL
                    AND jsonb_typeof(r.data -> f.field) = 'array'
            ) AS g
            LEFT JOIN helpdesk.import_key AS k
                ON k.source = p_import.source AND k.record = g.refers_to AND k.external_id = g.value
            LEFT JOIN pg_temp.import_batch AS o ON o.record = g.refers_to AND o.external_id = g.value
            WHERE g.value IS NOT NULL
                AND k.external_id IS NULL
                AND (o.external_id IS NULL OR o.state = 'bad')
                AND NOT (
                    p_is_dry
                    AND o.external_id IS NULL
                    AND helpdesk.is_import_expected(p_import.import_id, g.refers_to, g.value)
                )
            ORDER BY g.import_row_id, g.refers_to
        ) AS m
        WHERE b.import_row_id = m.import_row_id;
        EXIT WHEN NOT FOUND;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.judge_import_references IS
'Marks rows as bad that refer to what is neither here nor about to be.';
