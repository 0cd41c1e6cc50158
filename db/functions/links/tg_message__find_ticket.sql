-- A trigger before the one that locks the ticket, so that every writer's message goes where it belongs: REST, mail,
-- psql.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__find_ticket() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_author_id bigint := coalesce(NEW.author_id, helpdesk.acting_person_id());
    v_ticket helpdesk.ticket;
BEGIN
    IF helpdesk.actor_role() = 'system' THEN
        -- Clients are told where to go (PD015); a mail cannot be told, so it goes there, also when the merge commits
        -- while this waits for the lock.
        LOOP
            SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = NEW.ticket_id FOR NO KEY UPDATE;
            EXIT WHEN v_ticket.merged_into_id IS NULL;
            NEW.ticket_id := helpdesk.surviving_ticket_id(NEW.ticket_id);
        END LOOP;
    ELSE
        SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = NEW.ticket_id;
    END IF;
    IF v_ticket.status_category = 'closed'
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

COMMENT ON FUNCTION helpdesk.tg_message__find_ticket IS
'A customer''s reply to a ticket closed longer ago than setting reopen_within_days goes to a follow-up; mail to a '
'merged ticket to the one it was merged into.';
