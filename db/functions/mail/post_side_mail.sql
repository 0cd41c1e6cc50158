CREATE OR REPLACE FUNCTION helpdesk.post_side_mail(p_mail helpdesk.inbound_mail, p_parsed jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_automatic boolean := p_mail.state = 'automatic';
    v_author_id bigint := (
        SELECT p.person_id
        FROM helpdesk.side_participant AS p
        WHERE p.side_conversation_id = p_mail.side_conversation_id
            AND p.person_id = p_mail.person_id
            AND NOT v_is_automatic
    );
    v_text text := btrim(concat_ws(
        E'\n\n',
        CASE WHEN v_is_automatic THEN helpdesk.describe_delivery(p_parsed -> 'automatic') END,
        p_parsed ->> 'new_text'
    ), E' \n\t');
BEGIN
    RETURN helpdesk.add_side_message(
        p_mail.side_conversation_id,
        left(coalesce(nullif(v_text, ''), '(no text)'), 200000),
        CASE WHEN v_author_id IS NULL THEN 'side_conversation_answered' ELSE 'side_conversation_replied' END,
        v_author_id,
        CASE WHEN v_author_id IS NULL AND NOT v_is_automatic THEN p_mail.from_address END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.post_side_mail IS
'Writes a mail''s new text in the side conversation that it belongs to: of staff or an outsider who take part; of a '
'program, what it says of a delivery, too.';
