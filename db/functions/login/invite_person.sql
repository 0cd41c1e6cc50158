CREATE OR REPLACE FUNCTION helpdesk.invite_person(p_person_id bigint, p_token_hash bytea) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_within interval := make_interval(hours => helpdesk.setting_int('invitation_hours'));
BEGIN
    IF NOT helpdesk.add_login_link(p_person_id, 'invitation', p_token_hash, v_within) THEN
        PERFORM helpdesk.refuse(
            'PD006', format('person %s may not sign in', p_person_id), NULL,
            'Give an active person with a mail address who is no guest.'
        );
    END IF;
    RETURN helpdesk.clock() + v_within;
END
$$;

COMMENT ON FUNCTION helpdesk.invite_person IS
'A link to set the password that whoever administrates hands over, by the hash of its token; returns until when it may '
'be used. Raises PD006.';
