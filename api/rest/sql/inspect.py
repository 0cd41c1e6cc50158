"""What a role may use of a schema: the statement behind the OpenAPI document."""

#: $1: the schema. Asked as the role of the request.
ACCESSIBLE = """/* accessible */ SELECT json_build_object(
    'description', (SELECT pg_catalog.obj_description(n.oid, 'pg_namespace')
        FROM pg_namespace AS n WHERE n.nspname = $1),
    'tables', (SELECT coalesce(json_agg(c.relname ORDER BY c.relname), '[]')
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relkind IN ('v', 'r', 'm', 'f', 'p') AND NOT c.relispartition
            AND (pg_has_role(c.relowner, 'USAGE')
                OR has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))),
    'functions', (SELECT coalesce(json_agg(p.oid::bigint), '[]')
        FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
        WHERE n.nspname = $1 AND has_function_privilege(p.oid, 'execute'))
)::text"""
