CREATE OR REPLACE FUNCTION helpdesk.load_custom_values(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_group record;
BEGIN
    FOR v_group IN
        SELECT v.fields, array_agg(v.ticket_id) AS ticket_ids
        FROM (
            SELECT t.ticket_id, jsonb_object_agg(m.target, f.value) AS fields
            FROM pg_temp.import_ticket AS t
            CROSS JOIN LATERAL jsonb_each(coalesce(nullif(t.data -> 'fields', 'null'), '{}')) AS f(name, value)
            JOIN helpdesk.import_mapping AS m
                ON m.import_id = p_import.import_id AND m.kind = 'field' AND m.value = f.name
            WHERE m.target <> '-'
            GROUP BY t.ticket_id
        ) AS v
        GROUP BY v.fields
    LOOP
        PERFORM helpdesk.write_custom_values('ticket', v_group.ticket_ids, v_group.fields);
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.load_custom_values IS
'Writes the custom fields of the tickets of a batch, alike ones together. Raises PD006, PD801.';
