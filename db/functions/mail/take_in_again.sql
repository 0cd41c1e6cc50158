CREATE OR REPLACE FUNCTION helpdesk.take_in_again(p_inbound_mail_id bigint, p_is_released boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.inbound_mail AS m
    SET state = 'received',
        reason = NULL,
        matched_by = NULL,
        ticket_id = NULL,
        side_conversation_id = NULL,
        processed_at = NULL,
        is_released = p_is_released,
        attempts = 0,
        reading_at = NULL,
        queued_at = helpdesk.clock()
    WHERE m.inbound_mail_id = p_inbound_mail_id;
    PERFORM helpdesk.enqueue('process_inbound_mail', jsonb_build_array(p_inbound_mail_id));
END
$$;

COMMENT ON FUNCTION helpdesk.take_in_again IS
'Has a mail that is on no ticket decided about anew. The caller has made sure of that, and locked it.';
