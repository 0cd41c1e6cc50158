CREATE OR REPLACE FUNCTION helpdesk.people_in_event(p_kind text, p_payload jsonb) RETURNS jsonb
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT jsonb_object_agg(p.person_id, p.name)
    FROM helpdesk.person AS p
    WHERE p.person_id IN (
        SELECT i.person_id::bigint
        FROM jsonb_array_elements_text(
            CASE jsonb_typeof(p_payload -> 'person_ids') WHEN 'array' THEN p_payload -> 'person_ids' ELSE '[]' END
        ) AS i (person_id)
        UNION ALL
        SELECT (p_payload ->> 'to')::bigint WHERE p_kind = 'ticket_assigned'
    );
END;

COMMENT ON FUNCTION helpdesk.people_in_event IS
'Names of the people whom an event''s payload gives by their ids, {id: name}; null: it names nobody.';
