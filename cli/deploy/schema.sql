-- Schema pgdesk_deploy: what was deployed, and what the files declare. Each deploy makes it before it applies a file.
CREATE SCHEMA IF NOT EXISTS pgdesk_deploy;

-- Views and functions of an older version may have other columns.
DO $$
DECLARE
    v_old text;
BEGIN
    FOREACH v_old IN ARRAY ARRAY(
        SELECT format('VIEW IF EXISTS %s', c.oid::regclass) FROM pg_class AS c
        WHERE c.relnamespace = 'pgdesk_deploy'::regnamespace AND c.relkind = 'v'
        UNION ALL
        SELECT format('FUNCTION IF EXISTS %s', p.oid::regprocedure) FROM pg_proc AS p
        WHERE p.pronamespace = 'pgdesk_deploy'::regnamespace
    ) LOOP
        EXECUTE format('DROP %s CASCADE', v_old);
    END LOOP;
END
$$;

CREATE TABLE IF NOT EXISTS pgdesk_deploy.file (
    path text PRIMARY KEY,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE pgdesk_deploy.file IS 'SHA-256 of each file of db/ as it was last deployed';

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

-- What administrators made (custom objects) is managed elsewhere, what others own (made by hand) is theirs.
CREATE OR REPLACE VIEW pgdesk_deploy.managed_table AS
SELECT c.oid, n.nspname AS schema, c.relname AS name, format('%I.%I', n.nspname, c.relname) AS full_name, c.relowner,
    c.relacl, n.nspname <> 'dramatiq' AS needs_row_security, c.relrowsecurity AS has_row_security
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname IN ('helpdesk', 'audit', 'dramatiq') AND c.relkind IN ('r', 'p')
    AND pg_get_userbyid(c.relowner) = 'pgdesk_owner'
    AND NOT starts_with(coalesce(obj_description(c.oid, 'pg_class'), ''), 'Custom object');
