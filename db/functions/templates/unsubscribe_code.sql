-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.unsubscribe_code(p_kind text, p_person_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT left(
            encode(
                helpdesk.hmac_sha256(s.secret, convert_to(format('unsubscribe %s %s', p_kind, p_person_id), 'UTF8')),
                'hex'
            ),
            32
        )
        FROM helpdesk.mail_secret AS s
    );
END
$$;

COMMENT ON FUNCTION helpdesk.unsubscribe_code IS
'The signature in the address by which somebody gets no more mails of a kind: 128 bits, good as long as the person is '
'there.';
