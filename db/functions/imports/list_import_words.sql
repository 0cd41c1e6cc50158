CREATE OR REPLACE FUNCTION helpdesk.list_import_words(p_import_id bigint)
RETURNS TABLE (kind text, value text, hint text, records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT w.kind, w.value, max(w.hint), sum(w.records)::bigint
    FROM (
        SELECT f.mapped_as AS kind, r.data ->> f.field AS value, NULL AS hint, count(*) AS records
        FROM helpdesk.import_field AS f
        JOIN helpdesk.import_row AS r ON r.import_id = p_import_id AND r.record = f.record
        WHERE f.mapped_as IS NOT NULL AND jsonb_typeof(r.data -> f.field) IN ('string', 'number')
        GROUP BY f.mapped_as, r.data ->> f.field
        UNION ALL
        -- Words of the past, which no ticket needs to have now.
        SELECT e.kind, e.value, NULL, 0
        FROM (
            SELECT DISTINCT
                helpdesk.payload_record(r.data ->> 'kind', v.key) AS kind,
                r.data -> 'payload' ->> v.key AS value
            FROM helpdesk.import_row AS r
            CROSS JOIN unnest('{from,to,status,priority,ticket_type,department_id}'::text[]) AS v(key)
            WHERE r.import_id = p_import_id AND r.record = 'event' AND jsonb_typeof(r.data -> 'payload') = 'object'
        ) AS e
        WHERE e.kind IN ('status', 'priority', 'ticket_type', 'department') AND e.value IS NOT NULL
        UNION ALL
        SELECT 'field', k.key, NULL, count(*)
        FROM helpdesk.import_row AS r
        CROSS JOIN LATERAL jsonb_object_keys(
            CASE jsonb_typeof(r.data -> 'fields') WHEN 'object' THEN r.data -> 'fields' ELSE '{}' END
        ) AS k(key)
        WHERE r.import_id = p_import_id AND r.record = 'ticket'
        GROUP BY k.key
        UNION ALL
        SELECT 'person', r.external_id, lower(btrim(r.data ->> 'email')), 1
        FROM helpdesk.import_row AS r
        JOIN helpdesk.import AS i USING (import_id)
        WHERE r.import_id = p_import_id
            AND r.record = 'person'
            AND helpdesk.propose_import_target('role', r.data ->> 'role') <> 'customer'
            AND NOT EXISTS (
                SELECT
                FROM helpdesk.import_key AS k
                WHERE k.source = i.source AND k.record = 'person' AND k.external_id = r.external_id
            )
    ) AS w
    GROUP BY w.kind, w.value;
END
$$;

COMMENT ON FUNCTION helpdesk.list_import_words IS
'The words of an import''s rows that are to be given a meaning; of new staff their ids, with the mail address as hint.';
