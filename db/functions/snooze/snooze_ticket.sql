CREATE OR REPLACE FUNCTION helpdesk.snooze_ticket(
    p_ticket_id bigint,
    p_until timestamptz,
    p_preset text,
    p_version int DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket helpdesk.ticket := helpdesk.lock_ticket(p_ticket_id, 'tickets.snooze', p_version);
    v_status text := nullif(helpdesk.setting_text('snooze_status'), '');
    v_until timestamptz := p_until;
BEGIN
    IF (p_until IS NULL) = (p_preset IS NULL) THEN
        PERFORM helpdesk.refuse('PD006', 'either until or preset must be given');
    END IF;
    IF p_preset IS NOT NULL THEN
        v_until := helpdesk.snooze_instant(
            p_preset,
            coalesce((SELECT p.time_zone FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()), 'UTC'),
            helpdesk.clock()
        );
        IF v_until IS NULL THEN
            PERFORM helpdesk.refuse(
                'PD006', format('preset %s is unknown', p_preset), NULL, 'Give 1h, 4h, tomorrow or next_monday.'
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
        UPDATE helpdesk.ticket AS t SET snoozed_until = v_until WHERE t.ticket_id = p_ticket_id;
    ELSE
        UPDATE helpdesk.ticket AS t
        SET snoozed_until = v_until, status = v_status, status_before = coalesce(t.status_before, t.status)
        WHERE t.ticket_id = p_ticket_id;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.snooze_ticket IS
'Puts a ticket aside until an instant or a preset; a second call sets another instant. Raises PD001, PD002, '
'PD005, PD006, PD506.';
