CREATE OR REPLACE FUNCTION helpdesk.spend_challenge(p_solved text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_bits int := helpdesk.setting_int('guest_challenge_bits');
    v_challenge text := substring(p_solved FROM '^(.*):');
    v_parts text[] := regexp_match(v_challenge, '^([0-9]{1,2})\.([0-9]{1,12})\.([0-9a-f]{64})\.([0-9a-f]{32})$');
    v_expires_at timestamptz := to_timestamp(v_parts[2]::bigint);
    v_wrong text;
BEGIN
    IF v_bits = 0 THEN
        RETURN;
    END IF;
    v_wrong := CASE
        WHEN p_solved IS NULL THEN 'challenge is missing'
        WHEN length(p_solved) > 300 OR v_parts IS NULL
            OR v_parts[4] <> helpdesk.challenge_code(regexp_replace(v_challenge, '\.[^.]*$', ''))
            THEN 'the challenge is none of ours'
        WHEN v_expires_at <= helpdesk.clock() THEN 'the challenge has expired'
        WHEN v_parts[1]::int < v_bits THEN 'the challenge is too easy by now'
        WHEN NOT ('x' || left(encode(sha256(convert_to(p_solved, 'UTF8')), 'hex'), 8))::bit(32)::text
            LIKE repeat('0', v_parts[1]::int) || '%' THEN 'the challenge is not solved'
    END;
    IF v_wrong IS NULL THEN
        INSERT INTO helpdesk.spent_challenge (challenge_hash, expires_at)
        VALUES (sha256(convert_to(v_challenge, 'UTF8')), v_expires_at)
        ON CONFLICT DO NOTHING;
        v_wrong := CASE WHEN NOT FOUND THEN 'the challenge was used' END;
    END IF;
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD101', v_wrong);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.spend_challenge IS
'Takes a solved challenge, <challenge>:<number>, of which SHA-256 begins with as many zero bits as it asks for; once. '
'Where setting guest_challenge_bits is 0 none is asked for. Raises PD101.';
