-- Volatile: an UPDATE that waited for another one sees what that one wrote.
CREATE OR REPLACE FUNCTION helpdesk.message_document(p_message_id bigint) RETURNS tsvector
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT helpdesk.search_document(m.message_id, t.language, NULL, m.body)
        FROM helpdesk.message AS m
        JOIN helpdesk.ticket AS t USING (ticket_id)
        WHERE m.message_id = p_message_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.message_document IS 'The words of a message as it is now.';
