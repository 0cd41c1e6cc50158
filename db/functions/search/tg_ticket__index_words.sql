-- Triggers, since a generated column would rewrite the words with each change of the ticket.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__index_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.ticket_search (ticket_id, document)
    VALUES (NEW.ticket_id, helpdesk.search_document(NEW.ticket_id, NEW.language, NEW.subject, NEW.description))
    ON CONFLICT (ticket_id) DO UPDATE SET document = excluded.document;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__index_words IS 'Keeps the words of subject and description.';
