CREATE OR REPLACE FUNCTION helpdesk.announce_new_tickets(p_limit int DEFAULT 20) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH told AS (
        INSERT INTO helpdesk.notification (person_id, event_id, ticket_id, kind, title, body)
        SELECT
            m.person_id, e.event_id, t.ticket_id, e.kind,
            format('%s is new in %s and nobody has it', t.reference, d.name),
            left(t.subject, 500)
        FROM helpdesk.department AS d
        CROSS JOIN LATERAL (
            SELECT u.*
            FROM helpdesk.ticket AS u
            WHERE u.department_id = d.department_id
                AND u.created_at > helpdesk.clock() - interval '15 minutes'
                AND u.assignee_id IS NULL
                AND u.status_category IN ('new', 'open')
                AND u.snoozed_until IS NULL
                AND u.deleted_at IS NULL
            ORDER BY u.created_at DESC
            LIMIT p_limit
        ) AS t
        JOIN helpdesk.event AS e ON e.ticket_id = t.ticket_id AND e.kind = 'ticket_created'
        JOIN helpdesk.department_member AS m ON m.department_id = d.department_id
        JOIN helpdesk.agent AS a ON a.person_id = m.person_id AND NOT a.is_light
        JOIN helpdesk.person AS p ON p.person_id = m.person_id AND p.is_active AND p.role <> 'customer'
        WHERE m.person_id <> t.requester_id
            AND m.person_id IS DISTINCT FROM e.actor_id
            AND NOT EXISTS (
                SELECT 1 FROM helpdesk.notification AS o WHERE o.event_id = e.event_id AND o.person_id = m.person_id
            )
            -- Whom routing has not looked at yet it may give to somebody.
            AND NOT EXISTS (
                SELECT 1 FROM helpdesk.routing_wait AS w WHERE w.ticket_id = t.ticket_id AND w.tried_at IS NULL
            )
        ON CONFLICT (event_id, person_id) DO NOTHING
        RETURNING 1
    )
    SELECT count(*) FROM told;
END;

COMMENT ON FUNCTION helpdesk.announce_new_tickets IS
'Rings for new tickets that nobody has, once a person: for the members of their department who answer, also when the '
'ticket or they came there later, save whoever opened it and those who want no notice of ticket_created. A job, so '
'that who opens a ticket waits for no audience, and what is given to somebody at once rings for nobody else; of a '
'flood the newest p_limit of a department. Returns how many notices.';
GRANT EXECUTE ON FUNCTION helpdesk.announce_new_tickets TO worker;
