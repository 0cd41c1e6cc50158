CREATE OR REPLACE FUNCTION helpdesk.is_live_session(p_session_id bigint, p_person_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN EXISTS (
        SELECT
        FROM helpdesk.session AS s
        WHERE s.session_id = p_session_id
            AND s.person_id = p_person_id
            AND s.ended_at IS NULL
            AND s.expires_at > helpdesk.clock()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_live_session IS 'Whether it is a session of the person that has not ended.';
GRANT EXECUTE ON FUNCTION helpdesk.is_live_session TO customer, agent, admin;
