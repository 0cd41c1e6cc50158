CREATE OR REPLACE FUNCTION hook.pre_request() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_me bigint;
BEGIN
    IF helpdesk.actor_role() = 'anon' THEN
        RETURN;
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
'Runs before each API request. Raises PD011 when the token''s person is gone or has another role.';
GRANT EXECUTE ON FUNCTION hook.pre_request TO anon, customer, agent, admin;
