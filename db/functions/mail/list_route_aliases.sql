CREATE OR REPLACE FUNCTION helpdesk.list_route_aliases() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'method', a.method, 'path', a.path, 'target', a.target, 'arguments', a.arguments, 'status', a.status
    ) ORDER BY a.route_alias_id), '[]')
    FROM helpdesk.route_alias AS a
    WHERE a.is_active;
END;

COMMENT ON FUNCTION helpdesk.list_route_aliases() IS 'The routes that the api process forwards to the generated API.';
GRANT EXECUTE ON FUNCTION helpdesk.list_route_aliases() TO worker;
