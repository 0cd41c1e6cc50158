CREATE OR REPLACE FUNCTION helpdesk.open_follow_up(p_ticket helpdesk.ticket, p_author_id bigint, p_channel text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_id bigint;
BEGIN
    -- The caller holds the closed ticket's lock, so the second of two late replies finds the follow-up of the first.
    SELECT t.ticket_id INTO v_ticket_id
    FROM helpdesk.ticket_link AS l
    JOIN helpdesk.ticket AS t ON t.ticket_id = l.to_id
    WHERE l.kind = 'follow_up'
        AND l.from_id = p_ticket.ticket_id
        AND t.deleted_at IS NULL
        AND t.status_category <> 'closed'
        AND (
            t.requester_id = p_author_id
            OR EXISTS (
                SELECT 1
                FROM helpdesk.ticket_participant AS p
                WHERE p.ticket_id = t.ticket_id AND p.person_id = p_author_id
            )
        )
    ORDER BY t.ticket_id DESC
    LIMIT 1;
    IF v_ticket_id IS NOT NULL THEN
        RETURN v_ticket_id;
    END IF;
    SET CONSTRAINTS helpdesk.ticket_70_check_required DEFERRED;
    INSERT INTO helpdesk.ticket (subject, priority, ticket_type, channel, requester_id, department_id, language)
    VALUES (
        p_ticket.subject,
        p_ticket.priority,
        p_ticket.ticket_type,
        coalesce(p_channel, p_ticket.channel),
        p_author_id,
        (
            SELECT d.department_id
            FROM helpdesk.department AS d
            WHERE d.department_id = p_ticket.department_id AND d.is_active
        ),
        p_ticket.language
    )
    RETURNING ticket_id INTO v_ticket_id;
    PERFORM helpdesk.link_follow_up(p_ticket.ticket_id, v_ticket_id);
    SET CONSTRAINTS helpdesk.ticket_70_check_required IMMEDIATE;
    RETURN v_ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.open_follow_up IS
'The open follow-up of a closed ticket for an author; opens and links one if there is none. The caller holds the '
'closed ticket''s lock.';
