-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_address_code(p_ticket_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT left(encode(helpdesk.hmac_sha256(s.secret, convert_to('ticket ' || p_ticket_id, 'UTF8')), 'hex'), 32)
        FROM helpdesk.mail_secret AS s
    );
END
$$;

COMMENT ON FUNCTION helpdesk.mail_address_code IS
'The signature in a ticket''s reply address: 128 bits, which nobody can guess.';
