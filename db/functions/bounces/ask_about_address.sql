CREATE OR REPLACE FUNCTION helpdesk.ask_about_address(p_email text, p_ticket_id bigint, p_failures bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_ticket_id IS NOT NULL THEN
        PERFORM helpdesk.record_event(
            p_ticket_id, 'address_failing', jsonb_build_object('address', p_email, 'failures', p_failures)
        );
    END IF;
    INSERT INTO helpdesk.notification (person_id, kind, title, body)
    SELECT
        p.person_id, 'address_failing',
        left(format('Nothing is sent to %s any more: %s mails failed', p_email, p_failures), 500),
        'Decide with rpc/keep_address or rpc/stop_address; see /rest/mail_addresses?state=eq.asked.'
    FROM helpdesk.person AS p
    JOIN helpdesk.role_permission AS r ON r.role = p.role AND r.permission = 'mail.addresses'
    WHERE p.is_active AND p.role = 'admin'
        -- The event rings for who works on the ticket; where nobody does, somebody should still hear of it.
        AND NOT EXISTS (
            SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id AND t.assignee_id IS NOT NULL
        );
END
$$;

COMMENT ON FUNCTION helpdesk.ask_about_address IS
'Asks staff whether mail is to go on to an address that fails: who works on the ticket, or administrators.';
