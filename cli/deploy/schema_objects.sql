-- Functions, views, triggers, indexes, comments: what no file declares goes, what is as it was left stays untouched.

CREATE OR REPLACE FUNCTION pgdesk_deploy.grants_of(p_catalogue regclass, p_oid oid) RETURNS text[]
LANGUAGE sql STABLE SET search_path = ''
AS $$
    SELECT ARRAY(
        SELECT format('%s%s to %s', g.privilege, ' (' || g.columns || ')', coalesce(r.rolname, 'PUBLIC'))
        FROM (
            SELECT a.privilege_type AS privilege, NULL AS columns, a.grantee
            FROM pg_proc AS p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
            WHERE p_catalogue = 'pg_proc'::regclass AND p.oid = p_oid AND a.grantee <> p.proowner
            UNION ALL
            SELECT a.privilege_type, NULL, a.grantee
            FROM pg_class AS c, aclexplode(c.relacl) AS a
            WHERE p_catalogue = 'pg_class'::regclass AND c.oid = p_oid AND a.grantee <> c.relowner
            UNION ALL
            SELECT a.privilege_type, string_agg(quote_ident(c.attname), ', ' ORDER BY c.attnum), a.grantee
            FROM pg_attribute AS c, aclexplode(c.attacl) AS a
            WHERE p_catalogue = 'pg_class'::regclass AND c.attrelid = p_oid AND NOT c.attisdropped
            GROUP BY a.grantee, a.privilege_type
        ) AS g
        LEFT JOIN pg_roles AS r ON r.oid = g.grantee
        ORDER BY 1
    )
$$;

CREATE OR REPLACE VIEW pgdesk_deploy.live_object AS
SELECT
    CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
    format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name,
    format('%s.%s', n.nspname, p.proname) AS plain_name,
    n.nspname AS schema,
    'pg_proc'::regclass AS catalogue,
    p.oid,
    p.proowner AS owner,
    -- After a restore parsed bodies have other parentheses and blanks.
    md5(CASE
        WHEN p.prokind = 'a' THEN p.prosrc
        WHEN obj_description(p.oid, 'pg_proc') LIKE '%Its body is written by %'
            THEN replace(pg_get_functiondef(p.oid), p.prosrc, '')
        WHEN p.prosqlbody IS NULL THEN pg_get_functiondef(p.oid)
        ELSE translate(pg_get_functiondef(p.oid), E'() \n', '')
    END) AS definition,
    md5(obj_description(p.oid, 'pg_proc')) AS comment
FROM pg_proc AS p
JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname IN ('helpdesk', 'audit', 'hook', 'reports', 'api')
    AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT
    CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'type' END,
    format('%I.%I', n.nspname, c.relname),
    format('%s.%s', n.nspname, c.relname),
    n.nspname,
    'pg_class'::regclass,
    c.oid,
    c.relowner,
    md5(concat_ws(
        ' ', c.reloptions, translate(CASE WHEN c.relkind <> 'c' THEN pg_get_viewdef(c.oid) END, E'() \n', ''),
        a.columns,
        CASE WHEN n.nspname = 'api' THEN (
            SELECT string_agg(concat(pg_get_triggerdef(t.oid), t.tgenabled), ';' ORDER BY t.tgname)
            FROM pg_trigger AS t
            WHERE t.tgrelid = c.oid
        ) END,
        CASE WHEN n.nspname = 'api' THEN (
            SELECT string_agg(pg_get_ruledef(w.oid), ';' ORDER BY w.rulename)
            FROM pg_rewrite AS w
            WHERE w.ev_class = c.oid AND w.rulename <> '_RETURN'
        ) END
    )),
    md5(nullif(concat(obj_description(c.oid, 'pg_class'), a.comments), ''))
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT
        string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), (
            SELECT translate(pg_get_expr(d.adbin, d.adrelid), E'() \n', '')
            FROM pg_attrdef AS d
            WHERE (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
        )), ', ' ORDER BY a.attnum) AS columns,
        string_agg(a.attname || ' ' || col_description(c.oid, a.attnum), ', ' ORDER BY a.attnum) AS comments
    FROM pg_attribute AS a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
) AS a
WHERE n.nspname IN ('helpdesk', 'audit', 'hook', 'reports', 'api') AND c.relkind IN ('v', 'm', 'c')
    AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e');

-- Takes comments and grants from what a file is about to declare again. Returns which of the names exist.
CREATE OR REPLACE FUNCTION pgdesk_deploy.clear_objects(p_names text[]) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_object record;
    v_statement text;
BEGIN
    FOR v_object IN
        SELECT o.kind, o.name, o.plain_name, o.oid, o.catalogue
        FROM pgdesk_deploy.live_object AS o
        WHERE o.plain_name = ANY (p_names)
    LOOP
        FOR v_statement IN
            SELECT format('COMMENT ON %s %s IS NULL', v_object.kind, v_object.name)
            UNION ALL
            SELECT format('COMMENT ON COLUMN %s.%I IS NULL', v_object.name, a.attname)
            FROM pg_attribute AS a
            WHERE a.attrelid = v_object.oid AND v_object.catalogue = 'pg_class'::regclass
                AND col_description(a.attrelid, a.attnum) IS NOT NULL
            UNION ALL
            SELECT format(
                'REVOKE ALL ON %s %s FROM %s CASCADE',
                CASE v_object.catalogue WHEN 'pg_proc'::regclass THEN 'ROUTINE' ELSE 'TABLE' END,
                v_object.name, string_agg(DISTINCT r.role, ', ')
            )
            FROM unnest(pgdesk_deploy.grants_of(v_object.catalogue, v_object.oid)) AS g (text)
            CROSS JOIN LATERAL substring(g.text FROM ' to (.*)$') AS s (role)
            CROSS JOIN LATERAL (SELECT CASE s.role WHEN 'PUBLIC' THEN s.role ELSE quote_ident(s.role) END) AS r (role)
            HAVING count(*) > 0
        LOOP
            EXECUTE v_statement;
        END LOOP;
        RETURN NEXT v_object.plain_name;
    END LOOP;
END
$$;

-- What no file creates goes to schema p_attic, which the deploy drops in the end: whoever uses it now can finish.
-- Of several functions of one name, those go that no file made. To move a view locks it.
CREATE OR REPLACE FUNCTION pgdesk_deploy.find_undeclared_objects(p_attic text, p_is_locking boolean)
RETURNS TABLE (change text, statement text)
LANGUAGE sql STABLE SET search_path = ''
AS $$
    SELECT u.*
    FROM pgdesk_deploy.live_object AS o
    CROSS JOIN LATERAL (
        SELECT format('drops %s %s', o.kind, o.name), format('ALTER %s %s SET SCHEMA %I', o.kind, o.name, p_attic)
        WHERE pg_has_role(session_user, o.owner, 'USAGE')
        UNION ALL
        SELECT format('leaves %s %s, which belongs to %s', o.kind, o.name, o.owner::regrole), NULL
        WHERE NOT pg_has_role(session_user, o.owner, 'USAGE')
    ) AS u (change, statement)
    WHERE o.schema <> 'api'
        AND (o.catalogue = 'pg_class'::regclass) = p_is_locking
        AND (
            NOT EXISTS (SELECT FROM pgdesk_deploy.declared AS d WHERE d.kind = 'object' AND d.name = o.plain_name)
            OR NOT EXISTS (SELECT FROM pgdesk_deploy.made AS m WHERE (m.kind, m.name) = (o.kind, o.name))
            AND EXISTS (
                SELECT FROM pgdesk_deploy.live_object AS other
                JOIN pgdesk_deploy.made AS m ON (m.kind, m.name) = (other.kind, other.name)
                WHERE other.plain_name = o.plain_name
            )
        )
    ORDER BY 1
$$;

-- Asked once a file, hence of the catalogue's indexes and not of live_object.
CREATE OR REPLACE FUNCTION pgdesk_deploy.find_twins(p_names text[]) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = ''
AS $$
    SELECT n.name
    FROM unnest(p_names) AS n (name)
    CROSS JOIN LATERAL (
        SELECT to_regnamespace(quote_ident(split_part(n.name, '.', 1))) AS schema, split_part(n.name, '.', 2) AS name
    ) AS o
    WHERE 1 < (
        SELECT count(*) FROM (
            SELECT FROM pg_proc AS p WHERE p.proname = o.name::name AND p.pronamespace = o.schema
            UNION ALL
            SELECT FROM pg_class AS c
            WHERE c.relname = o.name::name AND c.relnamespace = o.schema AND c.relkind IN ('v', 'm', 'c')
        ) AS live
    )
$$;

-- Makes room for an object of one of these names that cannot replace the one that there is.
CREATE OR REPLACE FUNCTION pgdesk_deploy.set_aside(p_names text[], p_attic text) RETURNS void
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_object record;
BEGIN
    FOR v_object IN
        SELECT o.kind, o.name FROM pgdesk_deploy.live_object AS o WHERE o.plain_name = ANY (p_names)
    LOOP
        EXECUTE format('ALTER %s %s SET SCHEMA %I', v_object.kind, v_object.name, p_attic);
    END LOOP;
END
$$;

CREATE OR REPLACE VIEW pgdesk_deploy.live_trigger AS
SELECT format('%s on %s', t.tgname, m.full_name) AS name, format('%I ON %s', t.tgname, m.full_name) AS reference,
    t.tgconstraint <> 0 AS is_constraint, pg_get_triggerdef(t.oid) AS definition
FROM pg_trigger AS t
JOIN pgdesk_deploy.managed_table AS m ON m.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgparentid = 0;

-- The statements that make triggers and indexes what the files say. Each locks its table, which nobody else uses yet
-- where is_on_new_table.
CREATE OR REPLACE FUNCTION pgdesk_deploy.find_statement_changes()
RETURNS TABLE (change text, statement text, kind text, name text, source text, is_on_new_table boolean)
LANGUAGE sql STABLE SET search_path = ''
AS $$
    WITH wanted AS (
        SELECT d.kind, d.name, d.statement FROM pgdesk_deploy.declared AS d WHERE d.kind IN ('trigger', 'index')
    ),
    live AS (
        SELECT 'trigger' AS kind, t.name, t.definition,
            format('DROP TRIGGER %s', t.reference) AS undo, t.is_constraint AS is_fixed
        FROM pgdesk_deploy.live_trigger AS t
        UNION ALL
        SELECT 'index', m.name, pg_get_indexdef(to_regclass(m.name)), format('DROP INDEX %s', m.name), true
        FROM pgdesk_deploy.made AS m
        WHERE m.kind = 'index' AND to_regclass(m.name) IS NOT NULL
    )
    SELECT
        CASE WHEN w.name IS NULL THEN 'drops' WHEN l.name IS NULL THEN 'creates' ELSE 'replaces' END
            || format(' %s %s', coalesce(w.kind, l.kind), coalesce(w.name, l.name)),
        concat_ws(
            '; ',
            CASE WHEN w.statement IS NULL OR l.is_fixed OR w.statement !~* '^CREATE OR REPLACE ' THEN l.undo END,
            w.statement
        ),
        coalesce(w.kind, l.kind),
        coalesce(w.name, l.name),
        w.statement,
        l.name IS NULL AND w.kind = 'trigger' AND NOT EXISTS (
            SELECT FROM pgdesk_deploy.made AS other
            WHERE other.kind = 'trigger' AND split_part(other.name, ' on ', 2) = split_part(w.name, ' on ', 2)
        )
    FROM wanted AS w
    FULL JOIN live AS l ON (l.kind, l.name) = (w.kind, w.name)
    LEFT JOIN pgdesk_deploy.made AS m ON (m.kind, m.name) = (w.kind, w.name)
    WHERE w.name IS NULL OR (w.statement, l.definition) IS DISTINCT FROM (m.source, m.definition)
    ORDER BY w.name IS NOT NULL, 3, 4
$$;

-- Returns what it changed.
CREATE OR REPLACE FUNCTION pgdesk_deploy.apply_statements(p_on_new_tables_only boolean) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_change record;
    v_kinds text[];
    v_names text[];
    v_sources text[];
BEGIN
    FOR v_change IN
        SELECT * FROM pgdesk_deploy.find_statement_changes() AS c WHERE c.is_on_new_table OR NOT p_on_new_tables_only
    LOOP
        EXECUTE v_change.statement;
        v_kinds := v_kinds || v_change.kind;
        v_names := v_names || v_change.name;
        v_sources := v_sources || v_change.source;
        RETURN NEXT v_change.change;
    END LOOP;
    DELETE FROM pgdesk_deploy.made AS m
    USING unnest(v_kinds, v_names) AS c (kind, name)
    WHERE (m.kind, m.name) = (c.kind, c.name);
    INSERT INTO pgdesk_deploy.made (kind, name, source, definition)
    SELECT c.kind, c.name, c.source, CASE c.kind
        WHEN 'index' THEN pg_get_indexdef(to_regclass(c.name))
        ELSE t.definition
    END
    FROM unnest(v_kinds, v_names, v_sources) AS c (kind, name, source)
    LEFT JOIN pgdesk_deploy.live_trigger AS t ON c.kind = 'trigger' AND t.name = c.name
    WHERE c.source IS NOT NULL;
END
$$;

-- A comment that a file made and none makes any more goes. Those of functions and views go by clear_objects.
CREATE OR REPLACE FUNCTION pgdesk_deploy.clear_comments() RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_target text;
BEGIN
    FOR v_target IN
        DELETE FROM pgdesk_deploy.made AS m
        WHERE m.kind = 'comment' AND NOT EXISTS (
            SELECT FROM pgdesk_deploy.declared AS d WHERE d.kind = 'comment' AND d.name = m.name
        )
        RETURNING m.name
    LOOP
        BEGIN
            EXECUTE format('COMMENT ON %s IS NULL', v_target);
            RETURN NEXT format('removes the comment of %s', v_target);
        EXCEPTION WHEN undefined_table OR undefined_column OR undefined_object OR undefined_function
            OR invalid_schema_name THEN
            NULL;
        END;
    END LOOP;
    INSERT INTO pgdesk_deploy.made (kind, name)
    SELECT d.kind, d.name FROM pgdesk_deploy.declared AS d WHERE d.kind = 'comment'
    ON CONFLICT DO NOTHING;
END
$$;

-- Views of custom fields and objects; they change when administrators change those.
CREATE OR REPLACE FUNCTION pgdesk_deploy.custom_views() RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
BEGIN
    IF to_regclass('helpdesk.custom_object') IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(
        SELECT concat('api.', o.resource, l.suffix)
        FROM helpdesk.custom_object AS o
        CROSS JOIN unnest('{"", _tickets, _people, _organisations}'::text[]) AS l (suffix)
    );
END
$$;

CREATE OR REPLACE VIEW pgdesk_deploy.described_object AS
SELECT o.kind, o.name, o.plain_name, o.definition, pgdesk_deploy.grants_of(o.catalogue, o.oid) AS grants, o.comment
FROM pgdesk_deploy.live_object AS o
WHERE o.plain_name <> ALL ((SELECT pgdesk_deploy.custom_views())::text[]);

-- Notes what became of the objects that files have just made, and forgets those that are gone.
CREATE OR REPLACE FUNCTION pgdesk_deploy.note_objects(p_names text[]) RETURNS void
LANGUAGE sql SET search_path = ''
AS $$
    INSERT INTO pgdesk_deploy.made AS m (kind, name, definition, grants, comment)
    SELECT o.kind, o.name, o.definition, o.grants, o.comment
    FROM pgdesk_deploy.described_object AS o
    WHERE o.plain_name = ANY (p_names)
    ON CONFLICT (kind, name) DO UPDATE
    SET definition = excluded.definition, grants = excluded.grants, comment = excluded.comment;

    DELETE FROM pgdesk_deploy.made AS m
    WHERE m.grants IS NOT NULL
        AND NOT EXISTS (SELECT FROM pgdesk_deploy.live_object AS o WHERE (o.kind, o.name) = (m.kind, m.name));
$$;
