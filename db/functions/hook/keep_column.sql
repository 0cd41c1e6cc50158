CREATE OR REPLACE FUNCTION hook.keep_column(p_is_same boolean, p_view text, p_column text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1000000 SET search_path = ''
AS $$
DECLARE
    v_verbs text;
BEGIN
    IF NOT p_is_same THEN
        SELECT string_agg('rpc/' || p.proname, ', ' ORDER BY p.proname) INTO v_verbs
        FROM pg_catalog.pg_proc AS p
        JOIN pg_catalog.pg_type AS t ON t.oid = p.prorettype AND t.typrelid = to_regclass(format('api.%I', p_view))
        WHERE p.pronamespace = to_regnamespace('api')
            AND p_column = ANY (p.proargnames[:p.pronargs])
            AND has_function_privilege(to_regrole(helpdesk.actor_role()), p.oid, 'EXECUTE');
        PERFORM helpdesk.refuse('PD009', format('%s of %s is read-only', p_column, p_view), NULL,
            format('Leave %s out, or send it as it was read%s.', p_column, '; what takes it: ' || v_verbs));
    END IF;
    RETURN true;
END
$$;

COMMENT ON FUNCTION hook.keep_column IS
'Called for each column of a saved row that its sender may not write: raises PD009, which names the verbs
that take it, unless it is sent as it is. So dear that it comes after all filters.';
GRANT EXECUTE ON FUNCTION hook.keep_column TO anon, customer, agent, admin;
