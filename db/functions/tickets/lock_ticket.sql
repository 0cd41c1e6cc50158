CREATE OR REPLACE FUNCTION helpdesk.lock_ticket(p_ticket_id bigint, p_permission text, p_version int DEFAULT NULL)
RETURNS helpdesk.ticket
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_me bigint := helpdesk.me();
    v_ticket helpdesk.ticket;
    v_access text;
    v_seen_version int;
BEGIN
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id;
    IF v_ticket.ticket_id IS NOT NULL THEN
        v_access := helpdesk.ticket_access(v_ticket, v_me, v_role);
    END IF;
    IF v_access IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('ticket %s not found', coalesce(p_ticket_id::text, 'null')));
    END IF;
    PERFORM helpdesk.require(p_permission);
    v_seen_version := v_ticket.version;
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id FOR NO KEY UPDATE;
    IF v_ticket.deleted_at IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD015', format('ticket %s is deleted', v_ticket.reference));
    END IF;
    -- Whoever held the lock may have moved the ticket out of sight.
    IF v_ticket.version <> v_seen_version THEN
        v_access := helpdesk.ticket_access(v_ticket, v_me, v_role);
        IF v_access IS NULL THEN
            PERFORM helpdesk.refuse('PD001', format('ticket %s not found', p_ticket_id));
        END IF;
    END IF;
    IF v_access <> 'work'
        AND p_permission NOT IN ('tickets.note', 'tickets.follow')
        AND NOT (p_permission = 'tickets.reply' AND v_role = 'customer') THEN
        PERFORM helpdesk.raise_refusal(helpdesk.work_refusal(v_ticket));
    END IF;
    IF p_version <> v_ticket.version THEN
        PERFORM helpdesk.refuse(
            'PD005', format('ticket %s has version %s, not %s', v_ticket.reference, v_ticket.version, p_version)
        );
    END IF;
    RETURN v_ticket;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_ticket IS
'The gate of every verb: visible (else PD001), permitted (else PD002), row locked until commit, not deleted (else '
'PD015), of the version that the caller saw (else PD005).';
