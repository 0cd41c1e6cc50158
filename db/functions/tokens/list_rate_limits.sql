CREATE OR REPLACE FUNCTION helpdesk.list_rate_limits() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_object_agg(
        l.counted, jsonb_build_object('requests', l.requests, 'seconds', l.seconds)
    ), '{}')
    FROM helpdesk.rate_limit AS l
    WHERE l.is_active;
END;

COMMENT ON FUNCTION helpdesk.list_rate_limits IS
'The limits in force, by what they count: {"token": {"requests", "seconds"}}.';
GRANT EXECUTE ON FUNCTION helpdesk.list_rate_limits TO worker;
