CREATE OR REPLACE FUNCTION helpdesk.live_guest_link(
    p_guest_link_id bigint,
    OUT ticket_id bigint,
    OUT person_id bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_id bigint;
    v_opened helpdesk.ticket;
    v_ticket helpdesk.ticket;
BEGIN
    SELECT l.person_id INTO v_person_id
    FROM helpdesk.guest_link AS l
    JOIN helpdesk.person AS p ON p.person_id = l.person_id AND p.is_active AND p.role = 'customer'
    WHERE l.guest_link_id = p_guest_link_id AND l.expires_at > helpdesk.clock();
    SELECT t.* INTO v_opened
    FROM helpdesk.guest_link AS l
    JOIN helpdesk.ticket AS t ON t.ticket_id = l.ticket_id
    WHERE l.guest_link_id = p_guest_link_id AND t.requester_id = v_person_id AND t.deleted_at IS NULL;
    IF v_opened.ticket_id IS NULL THEN
        RETURN;
    END IF;
    ticket_id := v_opened.ticket_id;
    person_id := v_person_id;
    v_ticket := v_opened;
    WHILE v_ticket.merged_into_id IS NOT NULL LOOP
        SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = v_ticket.merged_into_id;
    END LOOP;
    IF v_ticket.requester_id = v_person_id OR EXISTS (
        SELECT 1
        FROM helpdesk.ticket_participant AS p
        WHERE p.ticket_id = v_ticket.ticket_id AND p.person_id = v_person_id
    ) THEN
        ticket_id := v_ticket.ticket_id;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.live_guest_link IS
'The ticket that a link opens and in whose name; of a merged one, the ticket in which it lives on, where its requester '
'takes part. NULL: the link is void.';
