CREATE OR REPLACE FUNCTION helpdesk.end_sessions(p_person_id bigint, p_because text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    UPDATE helpdesk.session AS s
    SET ended_at = helpdesk.clock(), ended_because = p_because
    WHERE s.person_id = p_person_id AND s.ended_at IS NULL AND s.expires_at > helpdesk.clock();
END;

COMMENT ON FUNCTION helpdesk.end_sessions IS 'Ends all sessions of a person.';
