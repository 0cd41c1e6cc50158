CREATE OR REPLACE FUNCTION hook.pre_config() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_keys jsonb := (
        SELECT jsonb_agg(k.public_jwk ORDER BY k.created_at, k.key_id)
        FROM helpdesk.signing_key AS k
        WHERE k.retired_at IS NULL
    );
    v_given text := nullif(current_setting('pgdesk.jwt_secret', true), '');
BEGIN
    IF v_keys IS NULL THEN
        RETURN;
    END IF;
    v_keys := v_keys || CASE
        WHEN v_given IS NULL THEN '[]'
        WHEN v_given LIKE '{%' THEN coalesce(v_given::jsonb -> 'keys', jsonb_build_array(v_given::jsonb))
        ELSE jsonb_build_array(jsonb_build_object('kty', 'oct', 'alg', 'HS256', 'k', translate(
            rtrim(encode(convert_to(v_given, 'UTF8'), 'base64'), '='), E'+/\n', '-_'
        )))
    END;
    PERFORM set_config('pgrst.jwt_secret', jsonb_build_object('keys', v_keys)::text, true);
END
$$;

COMMENT ON FUNCTION hook.pre_config IS
'Called by an API server that reads its configuration (db-pre-config): gives it the keys that tokens are verified by, '
'in place of its jwt-secret; nothing where there is no row. What PGDESK_JWT_SECRET is the database does not know: a '
'PostgREST brings it along in its connection string, as option pgdesk.jwt_secret.';
GRANT EXECUTE ON FUNCTION hook.pre_config TO authenticator;
