CREATE OR REPLACE FUNCTION helpdesk.tg_message__index_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.deleted_at IS NOT NULL THEN
        DELETE FROM helpdesk.message_search AS s WHERE s.message_id = NEW.message_id;
    ELSIF NEW.deleted_at IS NULL THEN
        INSERT INTO helpdesk.message_search AS s (message_id, ticket_id, is_public, document)
        SELECT
            NEW.message_id, NEW.ticket_id, NEW.kind = 'reply',
            helpdesk.search_document(NEW.message_id, t.language, NULL, NEW.body)
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = NEW.ticket_id
        ON CONFLICT (message_id) DO UPDATE SET ticket_id = excluded.ticket_id, document = excluded.document;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_message__index_words IS 'Keeps the words of messages that are not deleted.';
