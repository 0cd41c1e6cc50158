-- A trigger: a generated column sees no other table.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket_participant__index_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.ticket_search AS s
    SET document = helpdesk.ticket_document(s.ticket_id)
    WHERE s.ticket_id = coalesce(NEW.ticket_id, OLD.ticket_id);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket_participant__index_words IS 'A ticket is found by who takes part in it.';
