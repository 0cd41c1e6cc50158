CREATE OR REPLACE FUNCTION helpdesk.list_parameters(p_target text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_object_agg(n.name, n.number <= f.pronargs - f.pronargdefaults), '{}')
    FROM pg_catalog.pg_proc AS f
    CROSS JOIN unnest(f.proargnames[:f.pronargs]) WITH ORDINALITY AS n(name, number)
    WHERE f.pronamespace = pg_catalog.to_regnamespace('api') AND 'rpc/' || f.proname = p_target;
END;

COMMENT ON FUNCTION helpdesk.list_parameters IS
'{"name": whether it must be given} of rpc/<function>; {} of a view.';
