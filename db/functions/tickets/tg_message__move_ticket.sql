-- A trigger, so that a reply moves the ticket whoever writes it: REST, mail, psql.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__move_ticket() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_automatic boolean := NEW.kind = 'reply' AND NEW.author_id IS NULL;
    v_ticket helpdesk.ticket;
    v_is_staff boolean;
    v_status text;
BEGIN
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = NEW.ticket_id;
    v_is_staff := helpdesk.is_staff_message(NEW.author_id, v_ticket.requester_id);
    v_status := CASE
        WHEN NEW.sets_status IS NOT NULL THEN NEW.sets_status
        WHEN NEW.kind <> 'reply' OR v_is_automatic THEN NULL
        WHEN v_is_staff AND v_ticket.status_category IN ('new', 'open')
            THEN nullif(helpdesk.setting_text('status_on_agent_reply'), '')
        WHEN NOT v_is_staff AND v_ticket.status_category IN ('pending', 'on_hold')
            THEN nullif(helpdesk.setting_text('status_on_customer_reply'), '')
        WHEN NOT v_is_staff AND v_ticket.status_category IN ('solved', 'closed') AND NOT v_ticket.is_spam
            THEN 'reopened'
    END;
    IF NEW.sets_status IS NULL AND v_status IS NOT NULL AND NOT helpdesk.can_transition(v_ticket, v_status) THEN
        v_status := NULL;
    END IF;

    IF NEW.kind = 'system' AND v_status IS NULL THEN
        PERFORM helpdesk.record_events(ARRAY[helpdesk.message_event(NEW.message_id, v_ticket.requester_id)]);
        RETURN NULL;
    END IF;
    -- tg_ticket__record_events records message and status, so that the clocks are stepped and shown once for both.
    UPDATE helpdesk.ticket AS t
    SET status = coalesce(v_status, t.status),
        last_message_id = NEW.message_id,
        last_message_at = greatest(NEW.created_at, t.last_message_at),
        first_response_at = CASE
            WHEN v_is_staff AND NEW.kind = 'reply' THEN coalesce(t.first_response_at, NEW.created_at)
            ELSE t.first_response_at
        END
    WHERE t.ticket_id = NEW.ticket_id;

    IF v_is_staff AND NEW.kind = 'reply' THEN
        PERFORM helpdesk.follow(NEW.ticket_id, NEW.author_id, 'replied');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__move_ticket IS
'Has the message recorded, moves the status as the message or the settings say, stamps first response, reopens on a '
'requester''s reply. What a rule replies moves nothing and is no response.';
