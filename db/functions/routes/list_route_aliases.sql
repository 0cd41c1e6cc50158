CREATE OR REPLACE FUNCTION helpdesk.list_route_aliases() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'method', a.method,
        'path', regexp_replace(a.path, '^/support(?=/|$)', '/' || helpdesk.setting_text('route_prefix')),
        'target', a.target,
        'arguments', a.arguments,
        'status', a.status,
        'is_single', a.is_single,
        'description', a.description
    ) ORDER BY a.route_alias_id), '[]')
    FROM helpdesk.route_alias AS a
    WHERE a.is_active;
END;

COMMENT ON FUNCTION helpdesk.list_route_aliases IS
'The routes that the api process forwards to the generated API; /support stands for setting route_prefix.';
GRANT EXECUTE ON FUNCTION helpdesk.list_route_aliases TO worker;
