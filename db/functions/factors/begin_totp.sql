CREATE OR REPLACE FUNCTION helpdesk.begin_totp(p_token_hash bytea, p_secret helpdesk.sealed) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_checked jsonb := helpdesk.check_enrolment(p_token_hash);
BEGIN
    IF v_checked ? 'refusal' THEN
        RETURN v_checked;
    END IF;
    INSERT INTO helpdesk.totp AS t (person_id, secret)
    VALUES ((v_checked ->> 'person_id')::bigint, p_secret)
    ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, started_at = helpdesk.clock()
    WHERE t.confirmed_at IS NULL;
    IF NOT FOUND THEN
        RETURN helpdesk.login_refusal('PD083', 'there is an authenticator app for this account');
    END IF;
    RETURN '{}';
END
$$;

COMMENT ON FUNCTION helpdesk.begin_totp IS
'Keeps the secret of an authenticator app that is to be confirmed, in place of an earlier one; else refusal PD083 '
'where one is in force, and those of check_enrolment.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_totp TO doorkeeper;
