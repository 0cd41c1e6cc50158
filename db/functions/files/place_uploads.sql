CREATE OR REPLACE FUNCTION helpdesk.place_uploads(
    p_uploads uuid[],
    p_ticket_id bigint,
    p_message_id bigint DEFAULT NULL,
    p_side_message_id bigint DEFAULT NULL,
    p_article_id bigint DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ids bigint[];
BEGIN
    v_ids := helpdesk.lock_uploads(p_uploads);
    UPDATE helpdesk.attachment AS a
    SET ticket_id = p_ticket_id,
        message_id = p_message_id,
        side_message_id = p_side_message_id,
        article_id = p_article_id,
        upload_key = NULL,
        network = NULL
    WHERE a.attachment_id = ANY (v_ids);
END
$$;

COMMENT ON FUNCTION helpdesk.place_uploads IS
'Puts uploads of the caller, each once, at a message, a message beside the ticket, the ticket''s description or an '
'article. '
'Raises PD001, PD156, PD157, PD158.';
