-- Schema pgdesk_deploy: what was deployed, and what the files declare. Each deploy makes it before it applies a file.

-- Globally for what pgdesk_owner creates: the per-schema form has no effect on the built-in grant to PUBLIC.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Views and functions of an older version may have other columns.
DO $$
DECLARE
    v_old text;
BEGIN
    FOREACH v_old IN ARRAY ARRAY(
        SELECT format(CASE c.relkind WHEN 'v' THEN '' ELSE 'MATERIALIZED ' END || 'VIEW IF EXISTS %s', c.oid::regclass)
        FROM pg_class AS c
        WHERE c.relnamespace = 'pgdesk_deploy'::regnamespace AND c.relkind IN ('v', 'm')
        UNION ALL
        SELECT format('ROUTINE IF EXISTS %s', p.oid::regprocedure) FROM pg_proc AS p
        WHERE p.pronamespace = 'pgdesk_deploy'::regnamespace
    ) LOOP
        EXECUTE format('DROP %s CASCADE', v_old);
    END LOOP;
END
$$;

-- These files, and no others.
CREATE OR REPLACE FUNCTION pgdesk_deploy.remember_files(p_paths text[], p_digests text[]) RETURNS void
LANGUAGE sql SET search_path = ''
AS $$
    DELETE FROM pgdesk_deploy.file AS f WHERE NOT (f.path = ANY (p_paths));
    INSERT INTO pgdesk_deploy.file AS f (path, digest)
    SELECT n.path, n.digest FROM unnest(p_paths, p_digests) AS n (path, digest)
    ON CONFLICT (path) DO UPDATE SET digest = excluded.digest, applied_at = now()
    WHERE f.digest <> excluded.digest;
$$;

CREATE TABLE IF NOT EXISTS pgdesk_deploy.declared (
    kind text,
    name text,
    statement text,
    PRIMARY KEY (kind, name)
);
COMMENT ON TABLE pgdesk_deploy.declared IS
'What the files declare: objects (functions, views and types by their names), triggers, indexes, comments.';

-- These, and nothing else.
CREATE OR REPLACE FUNCTION pgdesk_deploy.declare_objects(p_kinds text[], p_names text[], p_statements text[])
RETURNS void
LANGUAGE sql SET search_path = ''
AS $$
    DELETE FROM pgdesk_deploy.declared;
    INSERT INTO pgdesk_deploy.declared (kind, name, statement)
    SELECT * FROM unnest(p_kinds, p_names, p_statements);
$$;

CREATE TABLE IF NOT EXISTS pgdesk_deploy.made (
    kind text,
    name text,
    source text,
    definition text,
    grants text[],
    comment text,
    PRIMARY KEY (kind, name)
);
COMMENT ON TABLE pgdesk_deploy.made IS
'What a deploy made: by which statement, and what the catalogue said of it right afterwards.';

CREATE OR REPLACE VIEW pgdesk_deploy.own_schema AS
SELECT n.oid, n.nspname AS name, n.nspowner AS owner, n.nspacl AS acl
FROM pg_namespace AS n
WHERE n.nspname IN ('helpdesk', 'audit', 'dramatiq', 'hook', 'reports', 'api', 'pgdesk_deploy');

-- is_ours: not made by others by hand.
CREATE OR REPLACE VIEW pgdesk_deploy.own_relation AS
SELECT c.*, s.name AS schema, n.full_name, c.relowner = to_regrole('pgdesk_owner') OR EXISTS (
        SELECT FROM pgdesk_deploy.made AS m
        WHERE m.kind = 'owned' AND m.name IN ('table ' || n.full_name, 'sequence ' || n.full_name)
    ) AS is_ours,
    starts_with(coalesce(obj_description(c.oid, 'pg_class'), ''), 'Custom object') AS is_custom
FROM pg_class AS c
JOIN pgdesk_deploy.own_schema AS s ON s.oid = c.relnamespace
CROSS JOIN LATERAL (SELECT format('%I.%I', s.name, c.relname) AS full_name) AS n;

-- Those whose grants rights alone say: not views, beside which they stand, nor what administrators made.
CREATE OR REPLACE VIEW pgdesk_deploy.grantable_relation AS
SELECT r.*
FROM pgdesk_deploy.own_relation AS r
WHERE (r.relkind IN ('r', 'p', 'f', 'S') OR r.relkind IN ('v', 'm') AND r.schema IN ('dramatiq', 'pgdesk_deploy'))
    AND NOT r.is_custom;

-- What administrators made (custom objects) is managed elsewhere, what others own (made by hand) is theirs.
CREATE OR REPLACE VIEW pgdesk_deploy.managed_table AS
SELECT r.oid, r.schema, r.relname AS name, r.full_name, r.relowner, r.relacl,
    r.schema <> 'dramatiq' AS needs_row_security, r.relrowsecurity AS has_row_security
FROM pgdesk_deploy.own_relation AS r
WHERE r.schema IN ('helpdesk', 'audit', 'dramatiq') AND r.relkind IN ('r', 'p') AND r.is_ours AND NOT r.is_custom;
