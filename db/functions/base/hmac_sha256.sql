CREATE OR REPLACE FUNCTION helpdesk.hmac_sha256(p_key bytea, p_message bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = ''
AS $$
DECLARE
    v_key bytea := CASE WHEN octet_length(p_key) > 64 THEN sha256(p_key) ELSE p_key END;
    v_inner bytea := '';
    v_outer bytea := '';
    v_word bigint;
BEGIN
    v_key := v_key || decode(repeat('00', 64 - octet_length(v_key)), 'hex');
    -- Eight bytes at a time: byte by byte most of a signature's time went here.
    FOR i IN 0 .. 7 LOOP
        v_word := ('x' || encode(substr(v_key, 8 * i + 1, 8), 'hex'))::bit(64)::bigint;
        v_inner := v_inner || int8send(v_word # x'3636363636363636'::bigint);
        v_outer := v_outer || int8send(v_word # x'5c5c5c5c5c5c5c5c'::bigint);
    END LOOP;
    RETURN sha256(v_outer || sha256(v_inner || p_message));
END
$$;

COMMENT ON FUNCTION helpdesk.hmac_sha256 IS 'HMAC-SHA256 (RFC 2104) with built-in functions only.';
