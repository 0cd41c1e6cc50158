-- Triggers, since a generated column would rewrite the words with each change of the ticket.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__index_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.ticket_search (ticket_id, document)
    VALUES (NEW.ticket_id, helpdesk.search_document(
        NEW.ticket_id, NEW.language, NEW.subject, NEW.description,
        helpdesk.search_people(NEW.ticket_id, NEW.requester_id)
    ))
    ON CONFLICT (ticket_id) DO UPDATE SET document = excluded.document;
    IF TG_OP = 'UPDATE' AND NEW.language <> OLD.language THEN
        UPDATE helpdesk.message_search AS s
        SET document = helpdesk.message_document(s.message_id)
        WHERE s.ticket_id = NEW.ticket_id;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__index_words IS
'Keeps the words of subject, description and people, and with the language those of the messages.';
