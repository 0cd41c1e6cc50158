-- A trigger, so that no mail goes out with a link that opens nothing, whoever deletes it: the mail has no key of it.
CREATE OR REPLACE FUNCTION helpdesk.tg_guest_link__withdraw_mails() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.outgoing_mail AS m
    SET state = 'withdrawn'
    WHERE m.ticket_id = OLD.ticket_id
        AND m.state = 'queued'
        AND m.data -> 'guest_link_id' = to_jsonb(OLD.guest_link_id);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_guest_link__withdraw_mails IS
'What was not mailed yet of a link that is deleted is not.';
