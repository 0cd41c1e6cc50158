CREATE OR REPLACE FUNCTION helpdesk.is_being_opened(p_ticket_id bigint, p_version int) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN p_version = 1 AND EXISTS (
        SELECT 1
        FROM helpdesk.event AS e
        WHERE e.ticket_id = p_ticket_id AND e.kind = 'ticket_created' AND e.xid = pg_current_xact_id_if_assigned()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_being_opened IS
'Whether this transaction opens the ticket: the tags and custom fields that it is opened with are no change of it.';
