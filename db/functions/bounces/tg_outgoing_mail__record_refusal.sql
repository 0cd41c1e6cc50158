-- A trigger, so that it follows from the refusal, whoever notes that.
CREATE OR REPLACE FUNCTION helpdesk.tg_outgoing_mail__record_refusal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_id bigint;
BEGIN
    INSERT INTO helpdesk.bounce (
        outgoing_mail_id, mailed_address, ticket_id, address, action, status, diagnostic, original_message_id
    )
    VALUES (
        NEW.outgoing_mail_id, lower(NEW.address), NEW.ticket_id, lower(NEW.address), 'failed',
        -- Without an enhanced code only the codes of RFC 5321 that are about a mailbox blame the address.
        coalesce(
            substring(NEW.last_answer FROM '(?:^|[^0-9.])(5\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.])'),
            CASE WHEN NEW.last_code IN (550, 551, 553) THEN '5.1.0' ELSE '5.3.0' END
        ),
        left(concat_ws(' ', NEW.last_code, NEW.last_answer), 500),
        NEW.mail_message_id
    )
    RETURNING bounce_id INTO v_id;
    PERFORM helpdesk.follow_bounces(ARRAY[v_id], NULL);
    IF NEW.side_message_id IS NOT NULL THEN
        PERFORM helpdesk.add_side_message(
            NEW.side_conversation_id, format('Delivery to %s failed.', NEW.address), 'side_conversation_answered', NULL
        );
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_outgoing_mail__record_refusal IS
'A mail that the server refused for good while it was sent counts as one that came back.';
