CREATE OR REPLACE FUNCTION helpdesk.is_online(p_person_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT 1
            FROM helpdesk.person_presence AS pp
            JOIN helpdesk.agent AS a USING (person_id)
            WHERE pp.person_id = p_person_id
                AND a.availability <> 'offline'
                AND pp.seen_at > helpdesk.clock() - make_interval(secs => helpdesk.setting_int('online_within_seconds'))
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.is_online IS 'Whether a member of staff was seen lately and is not set to offline.';
GRANT EXECUTE ON FUNCTION helpdesk.is_online TO agent, admin;
