-- A trigger, so that nobody is answered who has written since, by whatever way.
CREATE OR REPLACE FUNCTION helpdesk.tg_message__return_scheduled() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_waiting bigint[] := ARRAY(
        SELECT r.scheduled_reply_id
        FROM helpdesk.scheduled_reply AS r
        WHERE r.ticket_id = NEW.ticket_id AND r.state = 'waiting'
    );
BEGIN
    IF v_waiting <> '{}' AND NOT EXISTS (
        SELECT FROM helpdesk.person AS p WHERE p.person_id = NEW.author_id AND p.role <> 'customer'
    ) THEN
        PERFORM helpdesk.return_scheduled_replies(v_waiting, 'the customer wrote first');
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__return_scheduled IS
'Returns the replies that wait on a ticket to their authors when its customer writes.';
