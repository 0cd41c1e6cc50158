CREATE OR REPLACE FUNCTION helpdesk.list_passkeys(p_person_id bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(array_agg(encode(k.credential_id, 'hex') ORDER BY k.passkey_id), '{}')
    FROM helpdesk.passkey AS k
    WHERE k.person_id = p_person_id;
END;

COMMENT ON FUNCTION helpdesk.list_passkeys IS
'The credential ids of a person''s passkeys, in hexadecimal, for a browser to choose from.';
