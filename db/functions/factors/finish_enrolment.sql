CREATE OR REPLACE FUNCTION helpdesk.finish_enrolment(
    p_checked jsonb,
    p_enrolment_hash bytea,
    p_token_hash bytea,
    p_network text,
    p_client text
)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_person_id bigint := p_checked ->> 'person_id';
    v_codes text[];
BEGIN
    IF 'recovery_code' <> ALL (helpdesk.list_factors(v_person_id)) THEN
        v_codes := helpdesk.make_recovery_codes(v_person_id);
    END IF;
    RETURN jsonb_build_object(
        'recovery_codes', v_codes,
        'grant', CASE WHEN p_checked ->> 'session_id' IS NULL THEN helpdesk.change_challenge(
            p_enrolment_hash, v_person_id, p_token_hash, p_network, p_client
        ) END
    );
END
$$;

COMMENT ON FUNCTION helpdesk.finish_enrolment IS
'What follows a new factor of who check_enrolment gave: {recovery_codes, grant}; codes where there are none to use, '
'and what session_grant gives for who was signing in.';
