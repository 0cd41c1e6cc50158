-- A trigger, so that no way to deactivate somebody leaves an alert that nobody can put out.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__drop_requests() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    WITH dropped AS (
        UPDATE helpdesk.mention AS m
        SET addressed_at = helpdesk.clock()
        WHERE m.mentioned_id = NEW.person_id AND m.escalation_id IS NOT NULL AND m.addressed_at IS NULL
        RETURNING m.ticket_id, m.mentioned_by
    )
    INSERT INTO helpdesk.notification (person_id, kind, title, body)
    SELECT DISTINCT
        p.person_id, 'help_requested',
        format('%s left without addressing your request for help on %s', NEW.name, t.reference), t.subject
    FROM dropped AS d
    JOIN helpdesk.ticket AS t USING (ticket_id)
    JOIN helpdesk.person AS p ON p.person_id = d.mentioned_by AND p.is_active;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__drop_requests IS
'When somebody is deactivated or leaves the staff, the requests for help to them end, and those who asked are '
'told.';
