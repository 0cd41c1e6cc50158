-- Volatile: an UPDATE that waited for another one sees what that one wrote.
CREATE OR REPLACE FUNCTION helpdesk.ticket_document(p_ticket_id bigint) RETURNS tsvector
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT helpdesk.search_document(
            t.ticket_id, t.language, t.subject, t.description, helpdesk.search_people(t.ticket_id, t.requester_id)
        )
        FROM helpdesk.ticket AS t
        WHERE t.ticket_id = p_ticket_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.ticket_document IS 'The words of a ticket as it is now.';
