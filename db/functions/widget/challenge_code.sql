CREATE OR REPLACE FUNCTION helpdesk.challenge_code(p_challenge text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT left(encode(helpdesk.hmac_sha256(s.secret, convert_to('challenge ' || p_challenge, 'UTF8')), 'hex'), 32)
    FROM helpdesk.mail_secret AS s;
END;

COMMENT ON FUNCTION helpdesk.challenge_code IS
'The signature of a challenge: 128 bits, by which it is known as ours without being kept.';
