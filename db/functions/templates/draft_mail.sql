-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.draft_mail(p_mail helpdesk.outgoing_mail, p_base_url text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'kind', p_mail.kind,
            'texts', helpdesk.mail_texts(p_mail.kind, p_mail.language),
            'values', helpdesk.mail_values(p_mail, p_base_url),
            'brand', helpdesk.mail_brand_of((
                SELECT t.department_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_mail.ticket_id
            )),
            'nonce', p_mail.data -> 'nonce',
            'guest_link', (
                SELECT jsonb_build_object(
                    'guest_link_id', l.guest_link_id,
                    'nonce', encode(l.nonce, 'hex'),
                    'code_nonce', encode(CASE WHEN l.code_expires_at > helpdesk.clock() THEN l.code_nonce END, 'hex')
                )
                FROM helpdesk.guest_link AS l
                WHERE l.guest_link_id = (p_mail.data ->> 'guest_link_id')::bigint
            )
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.draft_mail IS
'All that the text of a mail is made of: {"kind", "texts", "values", "brand"}; of links by which one gets in what '
'they are made from: "nonce" of one about signing in, "guest_link" of a guest''s ({"guest_link_id", "nonce", '
'"code_nonce"}).';
