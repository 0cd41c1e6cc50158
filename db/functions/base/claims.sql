CREATE OR REPLACE FUNCTION helpdesk.claims() RETURNS jsonb
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN session_user IN ('authenticator', 'worker')
            THEN nullif(current_setting('request.jwt.claims', true), '')::jsonb
    END;
END;

COMMENT ON FUNCTION helpdesk.claims IS
'The token''s claims. NULL for other logins, where anybody could have set them.';
GRANT EXECUTE ON FUNCTION helpdesk.claims TO anon, customer, agent, admin, worker;
