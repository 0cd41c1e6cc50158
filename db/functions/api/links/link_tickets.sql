CREATE FUNCTION api.link_tickets(
    from_id bigint,
    to_id bigint,
    kind text DEFAULT 'related',
    idempotency_key text DEFAULT NULL
) RETURNS api.ticket_links
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(
        link_tickets.idempotency_key, 'link_tickets',
        jsonb_build_array(link_tickets.from_id, link_tickets.to_id, link_tickets.kind)
    );
    v_above record;
    v_link_id bigint;
    v_result api.ticket_links;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    IF link_tickets.kind IS NULL
        OR link_tickets.kind NOT IN ('problem_incident', 'parent_child', 'related', 'duplicate') THEN
        PERFORM helpdesk.refuse(
            'PD006', format('kind %s is unknown', coalesce(link_tickets.kind, 'null')), NULL,
            'Give problem_incident, parent_child, related or duplicate.'
        );
    END IF;
    IF link_tickets.from_id = link_tickets.to_id THEN
        PERFORM helpdesk.refuse('PD502', 'a ticket cannot be linked to itself');
    END IF;
    -- Under both locks nobody else links these two, so the checks hold until commit.
    PERFORM helpdesk.lock_tickets(ARRAY[link_tickets.from_id, link_tickets.to_id], 'tickets.link');
    IF EXISTS (
        SELECT 1 FROM helpdesk.ticket_link AS l
        WHERE l.kind = link_tickets.kind
            AND least(l.from_id, l.to_id) = least(link_tickets.from_id, link_tickets.to_id)
            AND greatest(l.from_id, l.to_id) = greatest(link_tickets.from_id, link_tickets.to_id)
    ) THEN
        PERFORM helpdesk.refuse(
            'PD502',
            format(
                'tickets %s and %s are linked as %s already',
                link_tickets.from_id, link_tickets.to_id, link_tickets.kind
            )
        );
    END IF;
    IF link_tickets.kind IN ('problem_incident', 'parent_child') THEN
        SELECT l.from_id INTO v_above
        FROM helpdesk.ticket_link AS l
        WHERE l.kind = link_tickets.kind AND l.to_id = link_tickets.to_id;
        IF FOUND THEN
            PERFORM helpdesk.refuse(
                'PD502',
                format(
                    'ticket %s has a %s already', link_tickets.to_id,
                    CASE link_tickets.kind WHEN 'parent_child' THEN 'parent' ELSE 'problem' END
                ),
                format('It is ticket %s.', v_above.from_id)
            );
        END IF;
    END IF;
    INSERT INTO helpdesk.ticket_link (kind, from_id, to_id, created_by)
    VALUES (
        link_tickets.kind,
        CASE
            WHEN link_tickets.kind = 'related' THEN least(link_tickets.from_id, link_tickets.to_id)
            ELSE link_tickets.from_id
        END,
        CASE
            WHEN link_tickets.kind = 'related' THEN greatest(link_tickets.from_id, link_tickets.to_id)
            ELSE link_tickets.to_id
        END,
        helpdesk.me()
    )
    RETURNING link_id INTO v_link_id;
    SELECT * INTO v_result FROM api.ticket_links AS l WHERE l.link_id = v_link_id;
    IF link_tickets.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(link_tickets.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.link_tickets IS
$$Link two tickets

kind: problem_incident (from_id is the problem), parent_child (from_id is the parent), duplicate (from_id is the
duplicate), related. Two tickets are linked once by a kind; an incident has one problem, a child one parent; nothing is
its own ancestor. Returns the link. Raises PD001, PD002, PD006, PD502, PD505.$$;
GRANT EXECUTE ON FUNCTION api.link_tickets TO agent, admin;
