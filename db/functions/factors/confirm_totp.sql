CREATE OR REPLACE FUNCTION helpdesk.confirm_totp(
    p_enrolment_hash bytea,
    p_step bigint,
    p_token_hash bytea,
    p_network text,
    p_client text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_checked jsonb := helpdesk.check_enrolment(p_enrolment_hash);
BEGIN
    IF v_checked ? 'refusal' THEN
        RETURN v_checked;
    END IF;
    UPDATE helpdesk.totp AS t
    SET confirmed_at = helpdesk.clock(), last_step = p_step
    WHERE t.person_id = (v_checked ->> 'person_id')::bigint AND t.confirmed_at IS NULL AND t.last_step < p_step;
    IF NOT FOUND THEN
        RETURN helpdesk.login_refusal('PD081', 'the code is wrong');
    END IF;
    RETURN helpdesk.finish_enrolment(v_checked, p_enrolment_hash, p_token_hash, p_network, p_client);
END
$$;

COMMENT ON FUNCTION helpdesk.confirm_totp IS
'Puts an authenticator app in force by the step of a code that was right, null for a wrong one: what finish_enrolment '
'gives; else refusal PD081, and those of check_enrolment.';
GRANT EXECUTE ON FUNCTION helpdesk.confirm_totp TO doorkeeper;
