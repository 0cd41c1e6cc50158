-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_address_code(p_id bigint, p_kind text DEFAULT 'ticket') RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT left(encode(helpdesk.hmac_sha256(s.secret, convert_to(p_kind || ' ' || p_id, 'UTF8')), 'hex'), 32)
        FROM helpdesk.mail_secret AS s
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_address_code IS
'The signature in the reply address of a ticket, or of a side conversation (p_kind side): 128 bits, which nobody can '
'guess.';
