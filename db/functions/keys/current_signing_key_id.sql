CREATE OR REPLACE FUNCTION helpdesk.current_signing_key_id() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT k.key_id
        FROM helpdesk.signing_key AS k
        WHERE NOT k.is_of_host AND k.retired_at IS NULL AND k.signs_from <= helpdesk.clock()
        ORDER BY k.signs_from DESC, k.key_id
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.current_signing_key_id IS
'The key that tokens are signed with now. Null: there is none, and they are signed with PGDESK_JWT_SECRET.';
GRANT EXECUTE ON FUNCTION helpdesk.current_signing_key_id TO admin;
