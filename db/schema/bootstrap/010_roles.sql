-- Roles are shared by the cluster: another database may have made them, or be making them now.
DO $$
DECLARE
    v_role text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY[
        'pgdesk_owner NOLOGIN', 'anon NOLOGIN', 'customer NOLOGIN', 'agent NOLOGIN', 'admin NOLOGIN',
        'authenticator LOGIN NOINHERIT', 'worker LOGIN', 'reporter LOGIN'
    ] LOOP
        BEGIN
            EXECUTE 'CREATE ROLE ' || v_role;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;

GRANT anon, customer, agent, admin TO authenticator;

COMMENT ON ROLE pgdesk_owner IS 'Owns all of pgdesk; nobody can log in as it.';
COMMENT ON ROLE authenticator IS 'Login of the API; switches to the role that the token names.';
COMMENT ON ROLE anon IS 'Requests without a token.';
COMMENT ON ROLE customer IS 'People who ask for help; they see their own tickets.';
COMMENT ON ROLE agent IS 'Staff who answer.';
COMMENT ON ROLE admin IS 'Staff who also configure.';
COMMENT ON ROLE worker IS 'Login of workers and of pg_cron jobs; calls functions, reads no table.';
COMMENT ON ROLE reporter IS 'Login of BI tools; reads schema reports only.';
