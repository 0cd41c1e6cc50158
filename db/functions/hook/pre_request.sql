CREATE OR REPLACE FUNCTION hook.pre_request() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role text := helpdesk.actor_role();
    v_claims jsonb;
    v_me bigint;
BEGIN
    PERFORM set_config('application_name', 'pgdesk api #' || helpdesk.request_id(), true);
    IF v_role = 'anon' THEN
        RETURN;
    END IF;
    v_claims := helpdesk.claims();
    -- Both servers check them where they are there; a token without them would be good for ever, and anywhere.
    IF (
        jsonb_typeof(v_claims -> 'exp') = 'number' AND v_claims ->> 'aud' <> ''
        AND CASE jsonb_typeof(v_claims -> 'aud')
            WHEN 'string' THEN true
            WHEN 'array' THEN jsonb_typeof((v_claims -> 'aud') - '' -> 0) = 'string'
        END
    ) IS NOT TRUE THEN
        PERFORM helpdesk.refuse('PD025', format(
            'the token has no claim %s',
            CASE WHEN jsonb_typeof(v_claims -> 'exp') = 'number' THEN 'aud' ELSE 'exp' END
        ));
    END IF;
    IF v_claims ? 'pgdesk_guest_link' THEN
        IF helpdesk.my_guest_ticket_id() IS NULL THEN
            PERFORM helpdesk.refuse('PD029', 'the link of the token is void', NULL, 'Ask for another link.');
        END IF;
        RETURN;
    END IF;
    IF NOT v_claims ? 'person_id' THEN
        PERFORM helpdesk.adopt_host_user(v_claims);
    END IF;
    PERFORM set_config('helpdesk.me_of', '', true);
    v_me := helpdesk.me();
    IF v_me IS NULL THEN
        PERFORM helpdesk.refuse('PD011', 'the token names no active person of this role');
    END IF;
    PERFORM
        set_config('helpdesk.me', v_me::text, true),
        set_config('helpdesk.me_of', v_role || current_setting('request.jwt.claims'), true);
    -- Tokens of hosts and of pgdesk token belong to none.
    IF v_claims ? 'pgdesk_session'
        AND helpdesk.is_live_session((v_claims ->> 'pgdesk_session')::bigint, v_me) IS NOT TRUE THEN
        PERFORM helpdesk.refuse('PD029', 'the session of the token has ended');
    END IF;
    IF v_claims ? 'pgdesk_token' THEN
        PERFORM helpdesk.admit_api_token(v_claims ->> 'pgdesk_token', v_me);
    END IF;
    IF v_claims ? 'pgdesk_impersonator' THEN
        PERFORM helpdesk.admit_impersonation(v_claims);
        RETURN; -- the person is not there, another one is
    END IF;
    IF v_role <> 'customer' AND current_setting('transaction_read_only') = 'off' THEN
        PERFORM helpdesk.note_presence(v_me);
    END IF;
END
$$;

COMMENT ON FUNCTION hook.pre_request IS
'Runs before each API request, and shows its id in application_name. Raises PD025 for a token without aud or exp, '
'PD011 when its person is gone or has another role, PD029 when its session has ended, or the link of a guest is void; '
'as admit_api_token for API tokens, as adopt_host_user for tokens of a host''s user, as admit_impersonation for who '
'acts as somebody else.';
GRANT EXECUTE ON FUNCTION hook.pre_request TO anon, customer, agent, admin;
