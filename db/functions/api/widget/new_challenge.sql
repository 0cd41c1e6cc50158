CREATE FUNCTION api.new_challenge() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_bits int := helpdesk.setting_int('guest_challenge_bits');
    v_expires_at timestamptz := helpdesk.clock()
        + make_interval(mins => helpdesk.setting_int('guest_challenge_minutes'));
    v_challenge text := format(
        '%s.%s.%s', v_bits, floor(extract(epoch FROM v_expires_at))::bigint, encode(helpdesk.random_nonce(), 'hex')
    );
BEGIN
    PERFORM helpdesk.require('tickets.create');
    IF v_bits = 0 THEN
        RETURN '{"challenge": null, "bits": 0, "expires_at": null}';
    END IF;
    RETURN jsonb_build_object(
        'challenge', v_challenge || '.' || helpdesk.challenge_code(v_challenge), 'bits', v_bits,
        'expires_at', v_expires_at
    );
END
$$;

COMMENT ON FUNCTION api.new_challenge IS
$$Work to do before a ticket is opened without an account

{"challenge", "bits", "expires_at"}; challenge null: none is asked for. Find a number of which SHA-256 of
<challenge>:<number> begins with so many zero bits, and give that text as challenge of rpc/create_ticket; it counts
once. Setting guest_challenge_bits says how hard it is. Raises PD002.$$;
GRANT EXECUTE ON FUNCTION api.new_challenge TO anon, customer, agent, admin;
