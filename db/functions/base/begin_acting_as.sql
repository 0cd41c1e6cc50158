CREATE OR REPLACE FUNCTION helpdesk.begin_acting_as(p_person_id bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_claims text := current_setting('request.jwt.claims', true);
BEGIN
    PERFORM set_config('request.jwt.claims', jsonb_build_object('person_id', p_person_id)::text, true);
    RETURN v_claims;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_acting_as IS
'What follows is done in the name of a person: me() names them, the role stays. Returns what end_acting_as needs.';
