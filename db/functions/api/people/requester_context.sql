CREATE FUNCTION api.requester_context(ticket_id bigint) RETURNS jsonb
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT jsonb_build_object(
        'person', (
            SELECT jsonb_build_object(
                'person_id', p.person_id, 'name', p.name, 'email', p.email,
                'claimed_email', p.claimed_email, 'is_guest', p.is_guest,
                'language', p.language, 'time_zone', p.time_zone, 'created_at', p.created_at
            )
            FROM helpdesk.person AS p
            WHERE p.person_id = t.requester_id
        ),
        'organisation', (
            SELECT jsonb_build_object('organisation_id', o.organisation_id, 'name', o.name, 'notes', o.notes)
            FROM helpdesk.organisation AS o
            WHERE o.organisation_id = t.organisation_id
        ),
        'notes', (
            SELECT coalesce(jsonb_agg(to_jsonb(n) ORDER BY n.person_note_id DESC), '[]')
            FROM (
                SELECT n.person_note_id, n.author_id, n.body, n.created_at
                FROM helpdesk.person_note AS n
                WHERE n.person_id = t.requester_id
                ORDER BY n.person_note_id DESC
                LIMIT 20
            ) AS n
        ),
        'tickets', (
            SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.updated_at DESC, o.ticket_id DESC), '[]')
            FROM (
                SELECT o.ticket_id, o.reference, o.subject, o.status, o.priority, o.created_at, o.updated_at
                FROM helpdesk.ticket AS o
                WHERE o.requester_id = t.requester_id AND o.ticket_id <> t.ticket_id
                ORDER BY o.updated_at DESC, o.ticket_id DESC
                LIMIT 10
            ) AS o
        ),
        'tickets_of_person', (
            SELECT helpdesk.capped_count(count(*))
            FROM (SELECT 1 FROM helpdesk.ticket AS o WHERE o.requester_id = t.requester_id LIMIT 1001) AS o
        ),
        'open_tickets_of_person', (
            SELECT helpdesk.capped_count(count(*))
            FROM (
                SELECT 1 FROM helpdesk.ticket AS o
                WHERE o.requester_id = t.requester_id AND o.status_category NOT IN ('solved', 'closed')
                LIMIT 1001
            ) AS o
        ),
        'tickets_of_organisation', (
            SELECT helpdesk.capped_count(count(*))
            FROM (SELECT 1 FROM helpdesk.ticket AS o WHERE o.organisation_id = t.organisation_id LIMIT 1001) AS o
        )
    )
    FROM helpdesk.see_ticket(ticket_id) AS t;
END;

COMMENT ON FUNCTION api.requester_context IS
$$Who asks, and what else they asked

Returns {"person", "organisation", "notes": the last 20, "tickets": the ten others that changed last,
"tickets_of_person", "open_tickets_of_person", "tickets_of_organisation"}; counts are exact to 1000, null: more,
and cover what the caller may see. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.requester_context TO agent, admin;
