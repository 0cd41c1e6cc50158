CREATE FUNCTION api.mark_spam(
    ticket_id bigint,
    block_sender boolean DEFAULT false,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.mark_spam(mark_spam.ticket_id, mark_spam.block_sender, mark_spam.version);
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = mark_spam.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.mark_spam IS
$$Mark a ticket as spam

It is closed, its requester is not told, and replies do not reopen it. block_sender: refuse further tickets and replies
of its requester's address. version: what the caller saw. Returns the ticket. Raises PD001, PD002, PD005, PD006,
PD015.$$;
GRANT EXECUTE ON FUNCTION api.mark_spam TO agent, admin;
