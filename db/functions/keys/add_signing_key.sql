CREATE OR REPLACE FUNCTION helpdesk.add_signing_key(
    p_public_jwk jsonb,
    p_private_key bytea,
    p_is_at_once boolean DEFAULT false
)
RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_from timestamptz := helpdesk.clock();
BEGIN
    PERFORM helpdesk.take_turn('signing_key');
    IF NOT p_is_at_once AND helpdesk.current_signing_key_id() IS NOT NULL THEN
        v_from := v_from + make_interval(mins => helpdesk.setting_int('signing_key_lead_minutes'));
    END IF;
    INSERT INTO helpdesk.signing_key (key_id, algorithm, public_jwk, private_key, signs_from)
    VALUES (p_public_jwk ->> 'kid', p_public_jwk ->> 'alg', p_public_jwk, p_private_key, v_from);
    RETURN v_from;
END
$$;

COMMENT ON FUNCTION helpdesk.add_signing_key IS
'Publishes a key to sign tokens with and returns from when on it signs: signing_key_lead_minutes later, so that who '
'keeps the published ones for a while knows it by then; at once where there is no other, or p_is_at_once says so.';
