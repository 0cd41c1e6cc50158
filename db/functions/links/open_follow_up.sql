-- A trigger before the one that locks the ticket, so that every writer's message goes where it belongs: REST, mail, psql.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__find_ticket() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_author_id bigint := coalesce(NEW.author_id, helpdesk.me());
    v_ticket helpdesk.ticket;
BEGIN
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = NEW.ticket_id;
    IF v_ticket.merged_into_id IS NOT NULL AND helpdesk.actor_role() = 'system' THEN
        -- Clients are told where to go (PD015); mail cannot be, so it follows.
        NEW.ticket_id := helpdesk.surviving_ticket_id(NEW.ticket_id);
    ELSIF v_ticket.status_category = 'closed'
        AND coalesce(NEW.kind, 'reply') = 'reply'
        AND NOT v_ticket.is_spam
        AND helpdesk.is_past_reopening(NEW.ticket_id)
        AND (
            v_author_id = v_ticket.requester_id
            OR EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = v_author_id AND p.role = 'customer')
        )
    THEN
        v_ticket := helpdesk.lock_ticket(NEW.ticket_id, 'tickets.reply');
        IF v_ticket.merged_into_id IS NULL AND helpdesk.is_past_reopening(NEW.ticket_id) THEN
            NEW.ticket_id := helpdesk.open_follow_up(v_ticket, v_author_id, NEW.channel);
        END IF;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__find_ticket() IS
'A customer''s reply to a ticket closed longer ago than setting reopen_within_days goes to a follow-up; mail to a merged ticket to the one it was merged into.';

CREATE OR REPLACE FUNCTION helpdesk.open_follow_up(p_ticket helpdesk.ticket, p_author_id bigint, p_channel text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_id bigint;
BEGIN
    -- The closed ticket's lock is held: of two late replies at once the second finds the first one's follow-up.
    SELECT t.ticket_id INTO v_ticket_id
    FROM helpdesk.ticket_link AS l
    JOIN helpdesk.ticket AS t ON t.ticket_id = l.to_id
    WHERE l.kind = 'follow_up' AND l.from_id = p_ticket.ticket_id AND t.deleted_at IS NULL AND t.status_category <> 'closed'
        AND (
            t.requester_id = p_author_id
            OR EXISTS (SELECT 1 FROM helpdesk.ticket_participant AS p WHERE p.ticket_id = t.ticket_id AND p.person_id = p_author_id)
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
        (SELECT d.department_id FROM helpdesk.department AS d WHERE d.department_id = p_ticket.department_id AND d.is_active),
        p_ticket.language
    )
    RETURNING ticket_id INTO v_ticket_id;
    PERFORM helpdesk.link_follow_up(p_ticket.ticket_id, v_ticket_id);
    SET CONSTRAINTS helpdesk.ticket_70_check_required IMMEDIATE;
    RETURN v_ticket_id;
END
$$;

COMMENT ON FUNCTION helpdesk.open_follow_up(helpdesk.ticket, bigint, text) IS
'The open follow-up of a closed ticket for an author; opens and links one if there is none. The caller holds the closed ticket''s lock.';

CREATE OR REPLACE FUNCTION helpdesk.link_follow_up(p_closed_id bigint, p_follow_up_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.ticket_link (kind, from_id, to_id, created_by) VALUES ('follow_up', p_closed_id, p_follow_up_id, helpdesk.me());
    INSERT INTO helpdesk.ticket_participant (ticket_id, person_id)
    SELECT p_follow_up_id, p.person_id
    FROM (
        SELECT c.person_id FROM helpdesk.ticket_participant AS c WHERE c.ticket_id = p_closed_id
        UNION
        SELECT t.requester_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_closed_id
    ) AS p(person_id)
    WHERE p.person_id <> (SELECT t.requester_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_follow_up_id)
    ON CONFLICT (ticket_id, person_id) DO NOTHING;
    PERFORM helpdesk.copy_custom_values(p_closed_id, p_follow_up_id);
    PERFORM helpdesk.record_event(p_closed_id, 'follow_up_opened', jsonb_build_object('into_id', p_follow_up_id));
END
$$;

COMMENT ON FUNCTION helpdesk.link_follow_up(bigint, bigint) IS 'Links a closed ticket to its follow-up, which its requester and participants take part in too, and which gets its custom fields.';
