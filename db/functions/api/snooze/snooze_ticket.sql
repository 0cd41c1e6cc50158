CREATE FUNCTION api.snooze_ticket(
    ticket_id bigint,
    until timestamptz DEFAULT NULL,
    preset text DEFAULT NULL,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(snooze_ticket.ticket_id, 'tickets.snooze', snooze_ticket.version);
    v_status text := nullif(helpdesk.setting_text('snooze_status'), '');
    v_until timestamptz := snooze_ticket.until;
    v_result api.tickets;
BEGIN
    IF (snooze_ticket.until IS NULL) = (snooze_ticket.preset IS NULL) THEN
        PERFORM helpdesk.refuse('PD006', 'either until or preset must be given');
    END IF;
    IF snooze_ticket.preset IS NOT NULL THEN
        v_until := helpdesk.snooze_instant(
            snooze_ticket.preset,
            coalesce((SELECT p.time_zone FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'UTC'),
            helpdesk.clock()
        );
        IF v_until IS NULL THEN
            PERFORM helpdesk.refuse(
                'PD006', format('preset %s is unknown', snooze_ticket.preset), NULL,
                'Give 1h, 4h, tomorrow or next_monday.'
            );
        END IF;
    END IF;
    IF NOT isfinite(v_until) OR v_until <= helpdesk.clock() OR v_until > helpdesk.clock() + interval '5 years' THEN
        PERFORM helpdesk.refuse(
            'PD506', 'the instant to wake is not within the next five years', format('Given: %s.', v_until)
        );
    END IF;
    IF v_ticket.status_category IN ('solved', 'closed') THEN
        PERFORM helpdesk.refuse('PD506', format('ticket %s is %s', v_ticket.reference, v_ticket.status));
    END IF;
    IF v_status IS NULL OR v_ticket.status = v_status OR NOT helpdesk.can_transition(v_ticket, v_status) THEN
        UPDATE helpdesk.ticket AS t SET snoozed_until = v_until WHERE t.ticket_id = snooze_ticket.ticket_id;
    ELSE
        UPDATE helpdesk.ticket AS t
        SET snoozed_until = v_until, status = v_status, status_before = coalesce(t.status_before, t.status)
        WHERE t.ticket_id = snooze_ticket.ticket_id;
    END IF;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = snooze_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.snooze_ticket IS
$$Put a ticket aside

until an instant, or a preset: 1h, 4h, tomorrow, next_monday (the latter two at setting snooze_hour in the caller's time
zone). The ticket stays open; it wakes by itself, on a customer's reply, or with rpc/wake_ticket; resolving or closing
it ends the snooze. version: what the caller saw. Returns the ticket. Raises PD001, PD002, PD005, PD006, PD506.$$;
GRANT EXECUTE ON FUNCTION api.snooze_ticket TO agent, admin;
