CREATE OR REPLACE FUNCTION helpdesk.adopt_host_user(p_claims jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_external_id text := nullif(p_claims ->> nullif(helpdesk.setting_text('host_external_id_claim'), ''), '');
    v_person_id bigint;
BEGIN
    IF v_external_id IS NULL THEN
        RETURN;
    END IF;
    IF current_setting('transaction_read_only') = 'off' THEN
        v_person_id := helpdesk.enter_host_user(v_external_id, p_claims);
    ELSE
        v_person_id := helpdesk.find_host_user(v_external_id);
        IF v_person_id IS NULL THEN
            PERFORM helpdesk.refuse('PD093', 'nobody is known yet as the user whom the token names');
        END IF;
    END IF;
    PERFORM set_config(
        'request.jwt.claims', (p_claims || jsonb_build_object('person_id', v_person_id))::text, true
    );
END
$$;

COMMENT ON FUNCTION helpdesk.adopt_host_user IS
'Names the person of a host''s token, which names its own user, for the rest of the request: who is seen for the first '
'time is made a person, unless the request only reads (PD093). Nothing happens without setting host_external_id_claim.';
