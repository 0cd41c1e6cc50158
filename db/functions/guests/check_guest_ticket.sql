CREATE OR REPLACE FUNCTION helpdesk.check_guest_ticket(
    p_ticket helpdesk.ticket,
    p_requester helpdesk.person
)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_most int := helpdesk.setting_int('guest_tickets_per_hour');
    v_since timestamptz := helpdesk.clock() - interval '1 hour';
BEGIN
    IF p_requester.claimed_email IS NULL OR NOT helpdesk.setting_bool('allow_guest_tickets') THEN
        PERFORM helpdesk.refuse(
            'PD012', 'setting allow_guest_tickets forbids this ticket', NULL, 'Sign in to open a ticket.'
        );
    END IF;
    IF p_ticket.priority IS NOT NULL OR p_ticket.channel <> 'widget' THEN
        PERFORM helpdesk.refuse(
            'PD006',
            format('guests choose no %s', CASE WHEN p_ticket.priority IS NULL THEN 'channel' ELSE 'priority' END),
            NULL, 'Leave it out.'
        );
    END IF;
    IF p_ticket.department_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM helpdesk.department AS d WHERE d.department_id = p_ticket.department_id AND d.is_public
        UNION ALL
        SELECT FROM helpdesk.request_form AS f
        WHERE f.department_id = p_ticket.department_id AND f.audience = 'public' AND f.is_active
    ) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('department %s does not exist or is not active', p_ticket.department_id), NULL,
            'See /rest/departments.'
        );
    END IF;
    IF v_most <= (
        SELECT count(*) FROM helpdesk.guest_intake AS i
        WHERE i.network = helpdesk.caller_network() AND i.created_at > v_since
    ) OR v_most <= (
        SELECT count(*) FROM helpdesk.ticket AS t
        WHERE t.requester_id = p_requester.person_id AND t.created_at > v_since
    ) THEN
        PERFORM helpdesk.refuse(
            'PD023', format('more than %s tickets in an hour', v_most), NULL, 'Try again later, or sign in.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.check_guest_ticket IS
'Whether somebody without an account may open this ticket: of an address that is only claimed, without what staff '
'choose, and not too many in an hour of one network or address. Raises PD006, PD012, PD023.';
