CREATE OR REPLACE FUNCTION helpdesk.read_change(p_actions jsonb) RETURNS helpdesk.ticket_change
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        (array_agg(
            CASE a.value ->> 'action'
                WHEN 'close' THEN 'closed'
                WHEN 'resolve' THEN 'resolved'
                WHEN 'reopen' THEN 'reopened'
                ELSE a.value ->> 'value'
            END ORDER BY a.number DESC
        ) FILTER (WHERE a.value ->> 'action' IN ('set_status', 'close', 'resolve', 'reopen')))[1] AS status,
        (
            array_agg(a.value ->> 'value' ORDER BY a.number DESC) FILTER (WHERE a.value ->> 'action' = 'set_priority')
        )[1] AS priority,
        (
            array_agg(a.value ->> 'value' ORDER BY a.number DESC) FILTER (WHERE a.value ->> 'action' = 'set_type')
        )[1] AS ticket_type,
        bool_or(a.value ->> 'action' IN ('assign', 'unassign')) AS has_assignee,
        (array_agg(
            CASE a.value ->> 'value'
                WHEN '@me' THEN helpdesk.me()
                ELSE (a.value ->> 'value')::bigint
            END ORDER BY a.number DESC
        ) FILTER (WHERE a.value ->> 'action' IN ('assign', 'unassign')))[1] AS assignee_id,
        bool_or(a.value ->> 'action' = 'set_department') AS has_department,
        (
            array_agg(
                (a.value ->> 'value')::bigint ORDER BY a.number DESC
            ) FILTER (WHERE a.value ->> 'action' = 'set_department')
        )[1]
            AS department_id,
        bool_or(a.value ->> 'action' = 'delete') AS is_deletion,
        bool_or(a.value ->> 'action' = 'reply') AS has_reply,
        (
            SELECT jsonb_object_agg(f.key, f.value ORDER BY c.number)
            FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS c(value, number)
            CROSS JOIN jsonb_each(
                CASE c.value ->> 'action' WHEN 'set_custom_fields' THEN c.value -> 'value' END
            ) AS f
        ) AS custom_fields
    FROM jsonb_array_elements(p_actions) WITH ORDINALITY AS a(value, number);
END;

COMMENT ON FUNCTION helpdesk.read_change IS
'What a list of actions does to a ticket''s columns; the last action of a kind counts.';
