CREATE OR REPLACE FUNCTION helpdesk.post_mail(p_parsed jsonb, p_ticket_id bigint, p_person_id bigint, p_kind text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_message_id bigint;
    v_text text := btrim(p_parsed ->> 'new_text', E' \n\t');
BEGIN
    IF p_kind = 'system' THEN
        v_text := concat_ws(E'\n\n', helpdesk.describe_delivery(p_parsed -> 'automatic'), v_text);
    END IF;
    INSERT INTO helpdesk.message (ticket_id, kind, author_id, body, channel)
    VALUES (p_ticket_id, p_kind, p_person_id, left(coalesce(nullif(v_text, ''), '(no text)'), 200000), 'email')
    RETURNING message_id INTO v_message_id;
    RETURN v_message_id;
END
$$;

COMMENT ON FUNCTION helpdesk.post_mail IS 'Writes a mail''s new text as a message of the given kind on a ticket.';
