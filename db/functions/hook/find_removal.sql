-- As who calls it: what may be done is what that role may do.
CREATE OR REPLACE FUNCTION hook.find_removal(p_view text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_view regclass := to_regclass(format('api.%I', p_view));
    v_verb text;
BEGIN
    IF v_view IS NULL OR has_table_privilege(v_view, 'DELETE') THEN
        RETURN NULL;
    END IF;
    SELECT min(p.proname) INTO v_verb
    FROM pg_catalog.pg_proc AS p
    CROSS JOIN LATERAL (SELECT substring(p.proname FROM '_(.*)') || 's') AS n(subjects)
    WHERE p.pronamespace = to_regnamespace('api')
        AND p.proname ~ '^(delete|remove|unblock)_'
        AND has_function_privilege(p.oid, 'EXECUTE')
        AND (p_view = n.subjects OR p_view LIKE '%\_' || n.subjects AND to_regclass('api.' || n.subjects) IS NULL)
        AND p.proargnames[:p.pronargs - p.pronargdefaults] <@ ARRAY(
            SELECT a.attname::text FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = v_view
        );
    RETURN CASE
        WHEN v_verb IS NOT NULL THEN format('Call rpc/%s instead.', v_verb)
        WHEN EXISTS (
            SELECT 1
            FROM pg_catalog.pg_attribute AS a
            WHERE a.attrelid = v_view AND a.attname = 'is_active'
                AND has_column_privilege(v_view, a.attnum, 'UPDATE')
        ) THEN 'Set is_active to false instead.'
    END;
END
$$;

COMMENT ON FUNCTION hook.find_removal IS
'What the caller does instead of deleting rows of a view of which rows are not deleted: the verb that takes its key, '
'or is_active; NULL where there is nothing.';
GRANT EXECUTE ON FUNCTION hook.find_removal TO anon, customer, agent, admin;
