CREATE OR REPLACE FUNCTION helpdesk.read_import_events(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_nestloop = off
AS $$
BEGIN
    INSERT INTO pg_temp.import_event
    WITH given AS (
        SELECT b.import_row_id, b.ticket, b.line, b.data, b.data ->> 'kind' AS kind, b.data -> 'payload' AS payload
        FROM pg_temp.import_batch AS b
        WHERE b.record = 'event' AND b.state IS NULL AND b.is_made IS NULL
    ),
    part AS (
        SELECT g.import_row_id, p.key, p.value, helpdesk.payload_record(g.kind, p.key) AS record
        FROM given AS g
        CROSS JOIN LATERAL jsonb_each(CASE jsonb_typeof(g.payload) WHEN 'object' THEN g.payload ELSE '{}' END) AS p
    ),
    named AS (
        SELECT p.import_row_id, p.key, p.record, p.value, n.place, n.name
        FROM part AS p
        CROSS JOIN LATERAL jsonb_array_elements_text(
            CASE jsonb_typeof(p.value) WHEN 'array' THEN p.value ELSE jsonb_build_array(p.value) END
        ) WITH ORDINALITY AS n(name, place)
        WHERE p.record IS NOT NULL
    ),
    found AS (
        SELECT
            n.import_row_id,
            n.key,
            CASE WHEN jsonb_typeof(n.value) = 'array'
                THEN coalesce(jsonb_agg(f.value ORDER BY f.value) FILTER (WHERE f.value <> 'null'), '[]')
                ELSE (array_agg(f.value))[1]
            END AS value
        FROM named AS n
        LEFT JOIN helpdesk.import_key AS k
            ON k.source = p_import.source AND k.record = n.record AND k.external_id = n.name
        LEFT JOIN helpdesk.import_mapping AS m
            ON m.import_id = p_import.import_id AND m.kind = n.record AND m.value = n.name
        LEFT JOIN helpdesk.department AS d ON d.slug = m.target
        LEFT JOIN helpdesk.tag AS g ON g.name = n.name
        LEFT JOIN pg_temp.import_ticket AS t ON t.external_id = n.name
        CROSS JOIN LATERAL (
            SELECT coalesce(CASE
                WHEN n.record = 'department' THEN to_jsonb(d.department_id)
                WHEN n.record = 'tag' THEN to_jsonb(g.tag_id)
                WHEN n.record = 'ticket' THEN to_jsonb(coalesce(t.ticket_id, k.row_id))
                WHEN n.record IN ('person', 'organisation') THEN to_jsonb(k.row_id)
                ELSE to_jsonb(coalesce(m.target, n.name))
            END, 'null') AS value
        ) AS f
        GROUP BY n.import_row_id, n.key, n.value
    ),
    payload AS (
        SELECT v.import_row_id, jsonb_object_agg(v.key, v.value) AS payload
        FROM (
            SELECT f.import_row_id, f.key, f.value FROM found AS f
            UNION ALL
            SELECT p.import_row_id, p.key, p.value FROM part AS p WHERE p.record IS NULL
        ) AS v
        GROUP BY v.import_row_id
    )
    SELECT
        t.ticket_id,
        greatest((g.data ->> 'at')::timestamptz, h.created_at),
        2,
        g.line,
        g.kind,
        a.row_id,
        coalesce(g.data ->> 'actor_role', p.role, 'system'),
        coalesce(m.row_id, mk.row_id),
        coalesce(l.payload, '{}')
    FROM given AS g
    JOIN pg_temp.import_ticket AS t ON t.external_id = g.ticket
    JOIN helpdesk.ticket AS h ON h.ticket_id = t.ticket_id
    LEFT JOIN payload AS l ON l.import_row_id = g.import_row_id
    LEFT JOIN helpdesk.import_key AS a
        ON a.source = p_import.source AND a.record = 'person' AND a.external_id = g.data ->> 'actor'
    LEFT JOIN helpdesk.person AS p ON p.person_id = a.row_id
    LEFT JOIN pg_temp.import_batch AS m ON m.record = 'message' AND m.external_id = g.data ->> 'message'
    LEFT JOIN helpdesk.import_key AS mk
        ON mk.source = p_import.source AND mk.record = 'message' AND mk.external_id = g.data ->> 'message';
END
$$;

COMMENT ON FUNCTION helpdesk.read_import_events IS
'Adds the events that the source tells, with what their payloads name translated to what it is here; unknown: null.';
