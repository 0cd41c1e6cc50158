CREATE OR REPLACE FUNCTION helpdesk.post_mail(p_mail helpdesk.inbound_mail, p_parsed jsonb, p_kind text)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_message_id bigint;
    v_text text := p_parsed ->> 'new_text';
BEGIN
    IF p_parsed ->> 'shorter_text' ~ '\S' AND helpdesk.holds_lines(p_mail.ticket_id, p_parsed -> 'quoted_lines') THEN
        v_text := p_parsed ->> 'shorter_text';
    END IF;
    v_text := btrim(v_text, E' \n\t');
    IF p_kind = 'system' THEN
        v_text := concat_ws(E'\n\n', helpdesk.describe_delivery(p_parsed -> 'automatic'), v_text);
    END IF;
    INSERT INTO helpdesk.message (ticket_id, kind, author_id, body, channel, is_unverified)
    VALUES (
        p_mail.ticket_id, p_kind, p_mail.person_id, left(coalesce(nullif(v_text, ''), '(no text)'), 200000), 'email',
        NOT p_mail.is_verified
    )
    RETURNING message_id INTO v_message_id;
    RETURN v_message_id;
END
$$;

COMMENT ON FUNCTION helpdesk.post_mail IS
'Writes a mail''s new text as a message of the given kind on its ticket: without what the ticket holds already.';
