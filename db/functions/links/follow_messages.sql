CREATE OR REPLACE FUNCTION helpdesk.follow_messages(p_message_ids bigint[], p_ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.attachment AS a SET ticket_id = p_ticket_id WHERE a.message_id = ANY (p_message_ids);
    UPDATE helpdesk.escalation AS e SET ticket_id = p_ticket_id WHERE e.message_id = ANY (p_message_ids);
    UPDATE helpdesk.mention AS m SET ticket_id = p_ticket_id WHERE m.message_id = ANY (p_message_ids);
END
$$;

COMMENT ON FUNCTION helpdesk.follow_messages IS
'Files, requests for help and mentions follow their messages to another ticket.';
