CREATE OR REPLACE FUNCTION helpdesk.exported_payload(p_kind text, p_payload jsonb, p_source text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (SELECT coalesce(jsonb_object_agg(p.key, CASE
        WHEN x.record IS NULL OR p.value = 'null' THEN p.value
        WHEN x.record IN ('status', 'priority', 'ticket_type') THEN p.value
        WHEN x.record = 'department'
            THEN to_jsonb((SELECT d.slug FROM helpdesk.department AS d WHERE to_jsonb(d.department_id) = p.value))
        WHEN x.record = 'tag' THEN p_payload -> 'name'
        WHEN jsonb_typeof(p.value) = 'array' THEN (
            SELECT coalesce(
                jsonb_agg(helpdesk.exported_id(x.record, v.id::bigint, p_source) ORDER BY v.id::bigint), '[]'
            )
            FROM jsonb_array_elements_text(p.value) AS v(id)
        )
        WHEN jsonb_typeof(p.value) = 'number'
            THEN to_jsonb(helpdesk.exported_id(x.record, (p.value #>> '{}')::bigint, p_source))
        ELSE p.value
    END), '{}')
    FROM jsonb_each(p_payload) AS p
    CROSS JOIN LATERAL (SELECT helpdesk.payload_record(p_kind, p.key) AS record) AS x);
END
$$;

COMMENT ON FUNCTION helpdesk.exported_payload IS
'The payload of an event as it goes out: what it names by the ids of the export, see payload_record.';
