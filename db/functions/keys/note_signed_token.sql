CREATE OR REPLACE FUNCTION helpdesk.note_signed_token(p_key_id text, p_expires_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.signing_key AS k
    SET needed_until = p_expires_at
    WHERE k.key_id = p_key_id AND p_expires_at > coalesce(k.needed_until, '-infinity');
END;

COMMENT ON FUNCTION helpdesk.note_signed_token IS
'Keeps a key until a token expires that lives longer than a session''s.';
