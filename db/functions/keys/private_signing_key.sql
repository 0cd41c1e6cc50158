CREATE OR REPLACE FUNCTION helpdesk.private_signing_key(p_key_id text) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (SELECT k.private_key FROM helpdesk.signing_key AS k WHERE k.key_id = p_key_id);
END
$$;

COMMENT ON FUNCTION helpdesk.private_signing_key IS 'The private part of a signing key, sealed; null: it has none.';
GRANT EXECUTE ON FUNCTION helpdesk.private_signing_key TO doorkeeper;
