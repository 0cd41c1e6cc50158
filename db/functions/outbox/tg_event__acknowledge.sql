-- A trigger, so that whoever opens a ticket by whatever way is answered.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__acknowledge() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM inserted AS i WHERE i.kind = 'ticket_created')
        OR NOT helpdesk.setting_bool('mail_enabled')
        OR NOT helpdesk.setting_bool('acknowledge_tickets') THEN
        RETURN NULL;
    END IF;
    PERFORM helpdesk.queue_mail(
        'ticket_received', p.person_id, a.address, i.ticket_id, p_event_id => i.event_id, p_language => t.language
    )
    FROM inserted AS i
    JOIN helpdesk.ticket AS t USING (ticket_id)
    JOIN helpdesk.person AS p ON p.person_id = t.requester_id
    CROSS JOIN LATERAL (SELECT coalesce(p.email, p.claimed_email) AS address) AS a
    WHERE i.kind = 'ticket_created'
        AND (i.actor_role IN ('customer', 'anon') OR t.channel = 'email')
        AND p.role = 'customer'
        AND p.is_active
        AND a.address IS NOT NULL
        -- However many a program opens, it gets few answers: two programs would go on for ever.
        AND helpdesk.may_acknowledge(a.address, 'ticket_received');
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__acknowledge IS
'Tells who opened a ticket that it has come, five times an hour at most.';
