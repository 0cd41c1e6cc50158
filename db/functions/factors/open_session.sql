CREATE OR REPLACE FUNCTION helpdesk.open_session(
    p_person_id bigint,
    p_verified_hash text,
    p_new_hash text,
    p_token_hash bytea,
    p_network text,
    p_client text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_email text;
BEGIN
    -- Locked until the end: a change of the password or of the person comes before the session, or ends it.
    SELECT p.email INTO v_email
    FROM helpdesk.credential AS c
    JOIN helpdesk.person AS p ON p.person_id = c.person_id
    WHERE c.person_id = p_person_id AND c.password_hash = p_verified_hash AND p.is_active AND NOT p.is_guest
    FOR UPDATE OF c
    FOR SHARE OF p;
    IF NOT FOUND THEN
        RETURN helpdesk.login_refusal('PD027', 'the address or the password is wrong');
    END IF;
    PERFORM helpdesk.forgive_login_tries(helpdesk.account_tried(v_email), p_network);
    IF p_new_hash IS NOT NULL THEN
        UPDATE helpdesk.credential AS c SET password_hash = p_new_hash WHERE c.person_id = p_person_id;
    END IF;
    RETURN helpdesk.admit_person(p_person_id, p_token_hash, p_network, p_client);
END
$$;

COMMENT ON FUNCTION helpdesk.open_session IS
'Signs a person in whose password was checked against p_verified_hash: what admit_person gives; or refusal PD027 where '
'that is not the hash any more. p_new_hash: of the same password by other parameters, to be kept.';
GRANT EXECUTE ON FUNCTION helpdesk.open_session TO doorkeeper;
