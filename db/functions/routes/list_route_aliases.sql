CREATE OR REPLACE FUNCTION helpdesk.list_route_aliases() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(
        jsonb_build_object(
            'method', a.method,
            'path', regexp_replace(a.path, '^/support(?=/|$)', '/' || helpdesk.route_prefix()),
            'target', a.target,
            'arguments', a.arguments,
            'parameters', helpdesk.list_parameters(a.target),
            'status', a.status,
            'is_single', a.is_single,
            'is_embeddable', a.is_embeddable,
            'is_volatile', EXISTS (
                SELECT
                FROM pg_catalog.pg_proc AS f
                WHERE f.pronamespace = pg_catalog.to_regnamespace('api') AND 'rpc/' || f.proname = a.target
                    AND f.provolatile = 'v'
            ),
            'description', a.description
        )
        -- "~" sorts after all that a fixed segment can hold.
        ORDER BY string_to_array(regexp_replace(a.path, '\{[^}]*\}', '~', 'g'), '/') COLLATE "C"
    ), '[]')
    FROM helpdesk.route_alias AS a
    WHERE a.is_active;
END;

COMMENT ON FUNCTION helpdesk.list_route_aliases IS
'The routes that the api process forwards to the generated API, fixed words before patterns; /support stands for '
'setting route_prefix.';
GRANT EXECUTE ON FUNCTION helpdesk.list_route_aliases TO worker;
