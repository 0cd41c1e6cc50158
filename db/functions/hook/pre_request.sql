CREATE OR REPLACE FUNCTION hook.pre_request() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_claims jsonb;
    v_me bigint;
BEGIN
    IF helpdesk.actor_role() = 'anon' THEN
        RETURN;
    END IF;
    v_claims := helpdesk.claims();
    -- Both servers check them where they are there; a token without them would be good for ever, and anywhere.
    IF jsonb_typeof(v_claims -> 'exp') IS DISTINCT FROM 'number' THEN
        PERFORM helpdesk.refuse('PD025', 'the token has no claim exp');
    ELSIF NOT (CASE jsonb_typeof(v_claims -> 'aud')
        WHEN 'string' THEN v_claims ->> 'aud' <> ''
        WHEN 'array' THEN coalesce(jsonb_typeof((v_claims -> 'aud') - '' -> 0) = 'string', false)
        ELSE false
    END) THEN
        PERFORM helpdesk.refuse('PD025', 'the token has no claim aud');
    END IF;
    v_me := helpdesk.me();
    IF v_me IS NULL THEN
        PERFORM helpdesk.refuse('PD011', 'the token names no active person of this role');
    END IF;
    IF helpdesk.actor_role() <> 'customer' AND current_setting('transaction_read_only') = 'off' THEN
        PERFORM helpdesk.note_presence(v_me);
    END IF;
END
$$;

COMMENT ON FUNCTION hook.pre_request IS
'Runs before each API request. Raises PD025 for a token without aud or exp, PD011 when its person is gone or has '
'another role.';
GRANT EXECUTE ON FUNCTION hook.pre_request TO anon, customer, agent, admin;
