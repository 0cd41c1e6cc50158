CREATE OR REPLACE FUNCTION helpdesk.random_nonce() RETURNS bytea
LANGUAGE sql VOLATILE SET search_path = ''
BEGIN ATOMIC
    SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
END;

COMMENT ON FUNCTION helpdesk.random_nonce IS '32 bytes that nobody guesses: 244 of their bits are random.';
