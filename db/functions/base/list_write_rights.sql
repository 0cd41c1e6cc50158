CREATE OR REPLACE FUNCTION helpdesk.list_write_rights() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        WITH target AS (
            SELECT c.relname AS name, c.oid AS relation, NULL::oid AS function
            FROM pg_class AS c
            WHERE c.relnamespace = to_regnamespace('api') AND c.relkind IN ('r', 'v', 'm', 'f', 'p')
            UNION ALL
            SELECT 'rpc/' || p.proname, NULL, p.oid
            FROM pg_proc AS p
            WHERE p.pronamespace = to_regnamespace('api')
        ),
        granted AS (
            SELECT r.rolname AS role, m.method || ' ' || t.name AS may
            FROM target AS t
            CROSS JOIN (VALUES ('POST', 'INSERT'), ('PATCH', 'UPDATE'), ('DELETE', NULL)) AS m(method, of_columns)
            CROSS JOIN pg_roles AS r
            WHERE r.rolname IN ('anon', 'customer', 'agent', 'admin') AND CASE
                WHEN t.relation IS NULL
                    THEN m.method = 'POST' AND has_function_privilege(r.oid, t.function, 'EXECUTE')
                WHEN m.of_columns IS NULL THEN has_table_privilege(r.oid, t.relation, 'DELETE')
                ELSE has_any_column_privilege(r.oid, t.relation, m.of_columns)
            END
            UNION
            SELECT '', t.name FROM target AS t
        )
        SELECT jsonb_object_agg(g.role, g.may)
        FROM (SELECT g.role, jsonb_agg(g.may) AS may FROM granted AS g GROUP BY g.role) AS g
    );
END
$$;

COMMENT ON FUNCTION helpdesk.list_write_rights IS
'Role → what it may send to the generated API, as POST tickets or POST rpc/reply; under the empty role all there is.';
GRANT EXECUTE ON FUNCTION helpdesk.list_write_rights TO worker;
