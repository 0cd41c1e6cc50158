-- Owners, roles, default privileges, grants, triggers that do not fire, rules, this schema itself: where the catalogue
-- is not as declared, and the statement that mends it.

-- The sequence of a column and the type of a table go with them.
CREATE OR REPLACE VIEW pgdesk_deploy.owned_object AS
SELECT o.catalogue, o.oid, o.owner, i.type AS kind, i.identity AS name
FROM (
    SELECT 'pg_namespace'::regclass AS catalogue, s.oid, s.owner FROM pgdesk_deploy.own_schema AS s
    UNION ALL
    SELECT 'pg_class'::regclass, r.oid, r.relowner
    FROM pgdesk_deploy.own_relation AS r
    WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND NOT (
            r.relkind = 'S' AND EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = r.oid AND d.deptype IN ('a', 'i'))
        )
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, p.proowner
    FROM pg_proc AS p
    JOIN pgdesk_deploy.own_schema AS s ON s.oid = p.pronamespace
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, t.typowner
    FROM pg_type AS t
    JOIN pgdesk_deploy.own_schema AS s ON s.oid = t.typnamespace
    LEFT JOIN pg_class AS c ON c.oid = t.typrelid
    WHERE t.typtype IN ('e', 'd') OR c.relkind = 'c'
) AS o
CROSS JOIN LATERAL pg_identify_object(o.catalogue, o.oid, 0) AS i;

-- Functions of pgdesk_owner are nobody else's from the start; all else is as Postgres has it.
CREATE OR REPLACE VIEW pgdesk_deploy.default_privilege_fault AS
WITH live AS (
    SELECT d.defaclrole AS role, d.defaclnamespace AS schema, d.defaclobjtype AS type, d.defaclacl AS acl
    FROM pg_default_acl AS d
    WHERE d.defaclrole = to_regrole('pgdesk_owner')
        OR d.defaclrole IN (SELECT to_regrole(quote_ident(r.role))::oid FROM pgdesk_deploy.access_role AS r)
        OR d.defaclnamespace IN (SELECT s.oid FROM pgdesk_deploy.own_schema AS s)
    UNION ALL
    SELECT to_regrole('pgdesk_owner'), 0::oid, 'f'::"char", acldefault('f', to_regrole('pgdesk_owner'))
    WHERE NOT EXISTS (
        SELECT FROM pg_default_acl AS d
        WHERE (d.defaclrole, d.defaclnamespace, d.defaclobjtype) = (to_regrole('pgdesk_owner'), 0, 'f')
    )
),
given AS (
    SELECT l.role, l.schema, l.type, a.grantee, a.privilege_type AS privilege FROM live AS l, aclexplode(l.acl) AS a
),
wanted AS (
    SELECT l.role, l.schema, l.type, a.grantee, a.privilege_type
    FROM live AS l, aclexplode(acldefault(CASE l.type WHEN 'S' THEN 's' ELSE l.type END, l.role)) AS a
    WHERE l.schema = 0 AND (l.role, l.type, a.grantee) <> (to_regrole('pgdesk_owner'), 'f', 0)
),
change AS (
    SELECT true AS is_excess, e.* FROM (TABLE given EXCEPT TABLE wanted) AS e
    UNION ALL
    SELECT false, l.* FROM (TABLE wanted EXCEPT TABLE given) AS l
)
SELECT
    format(
        '%s on %s that %s creates%s is %s to %s by default', c.privilege, lower(w.word), pg_get_userbyid(c.role),
        ' in schema ' || n.nspname, CASE WHEN c.is_excess THEN 'granted' ELSE 'not granted' END, g.role
    ) AS fault,
    format(
        'ALTER DEFAULT PRIVILEGES FOR ROLE %I%s %s %s ON %s %s %s', pg_get_userbyid(c.role),
        ' IN SCHEMA ' || quote_ident(n.nspname), CASE WHEN c.is_excess THEN 'REVOKE' ELSE 'GRANT' END, c.privilege,
        w.word, CASE WHEN c.is_excess THEN 'FROM' ELSE 'TO' END,
        CASE c.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(g.role) END
    ) AS statement
FROM change AS c
LEFT JOIN pg_namespace AS n ON n.oid = c.schema
CROSS JOIN LATERAL (
    SELECT CASE c.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(c.grantee)::text END AS role
) AS g
JOIN (
    VALUES
        ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'), ('T', 'TYPES'), ('n', 'SCHEMAS'),
        ('L', 'LARGE OBJECTS')
) AS w (type, word) ON w.type = c.type::text;

CREATE OR REPLACE VIEW pgdesk_deploy.role_fault AS
SELECT
    format('role %s has %s', r.rolname, CASE WHEN a.is_on THEN a.word ELSE a.opposite END) AS fault,
    format('ALTER ROLE %I %s', r.rolname, CASE WHEN a.is_on THEN a.opposite ELSE a.word END) AS statement
FROM pgdesk_deploy.access_role AS d
JOIN pg_roles AS r ON r.rolname = d.role
CROSS JOIN LATERAL (
    VALUES
        ('SUPERUSER', 'NOSUPERUSER', r.rolsuper), ('CREATEDB', 'NOCREATEDB', r.rolcreatedb),
        ('CREATEROLE', 'NOCREATEROLE', r.rolcreaterole), ('REPLICATION', 'NOREPLICATION', r.rolreplication),
        ('BYPASSRLS', 'NOBYPASSRLS', r.rolbypassrls), ('LOGIN', 'NOLOGIN', r.rolcanlogin),
        ('NOINHERIT', 'INHERIT', NOT r.rolinherit)
) AS a (word, opposite, is_on)
WHERE a.is_on <> (a.word = ANY (d.attributes))
UNION ALL
SELECT
    format('role %s is a member of %s', m.rolname, g.rolname),
    format('REVOKE %I FROM %I', g.rolname, m.rolname)
        || CASE WHEN current_setting('server_version_num')::int >= 160000
            THEN format(' GRANTED BY %I', pg_get_userbyid(a.grantor)) ELSE '' END
FROM pg_auth_members AS a
JOIN pg_roles AS m ON m.oid = a.member
JOIN pg_roles AS g ON g.oid = a.roleid
JOIN pgdesk_deploy.access_role AS d ON d.role = m.rolname
WHERE g.rolname <> ALL (d.member_of)
UNION ALL
SELECT format('role %s is not a member of %s', m.rolname, g.rolname), format('GRANT %I TO %I', g.rolname, m.rolname)
FROM pgdesk_deploy.access_role AS d
JOIN pg_roles AS m ON m.rolname = d.role
JOIN pg_roles AS g ON g.rolname = ANY (d.member_of)
WHERE NOT EXISTS (SELECT FROM pg_auth_members AS a WHERE (a.member, a.roleid) = (m.oid, g.oid))
UNION ALL
SELECT format('role %s has another comment', r.rolname), format('COMMENT ON ROLE %I IS %L', r.rolname, d.comment)
FROM pgdesk_deploy.access_role AS d
JOIN pg_roles AS r ON r.rolname = d.role
WHERE shobj_description(r.oid, 'pg_authid') IS DISTINCT FROM d.comment;

-- What views of schema api have is part of their definitions.
CREATE OR REPLACE VIEW pgdesk_deploy.trigger_fault AS
SELECT
    format('trigger %s on %s does not fire as declared', t.tgname, r.full_name) AS fault,
    format('ALTER TABLE %s ENABLE TRIGGER %I', r.full_name, t.tgname) AS statement,
    true AS is_by_owner
FROM pg_trigger AS t
JOIN pgdesk_deploy.own_relation AS r ON r.oid = t.tgrelid
WHERE t.tgenabled <> 'O' AND NOT t.tgisinternal AND r.relkind IN ('r', 'p')
UNION ALL
SELECT
    format(
        'triggers on %s that hold %s are disabled', r.full_name,
        string_agg(DISTINCT k.conname, ', ' ORDER BY k.conname)
    ),
    string_agg(format('ALTER TABLE %s ENABLE TRIGGER %I', r.full_name, t.tgname), '; ' ORDER BY t.oid),
    false
FROM pg_trigger AS t
JOIN pgdesk_deploy.own_relation AS r ON r.oid = t.tgrelid
JOIN pg_constraint AS k ON k.oid = t.tgconstraint
WHERE t.tgenabled <> 'O' AND t.tgisinternal
GROUP BY r.full_name
UNION ALL
SELECT
    format('trigger %s on %s is not from db/', t.tgname, r.full_name),
    format('DROP TRIGGER %I ON %s', t.tgname, r.full_name),
    true
FROM pg_trigger AS t
JOIN pgdesk_deploy.own_relation AS r ON r.oid = t.tgrelid
WHERE r.relkind IN ('v', 'f') AND NOT t.tgisinternal AND r.schema <> 'api'
UNION ALL
SELECT
    format('rule %s on %s is not from db/', w.rulename, r.full_name),
    format('DROP RULE %I ON %s', w.rulename, r.full_name),
    true
FROM pg_rewrite AS w
JOIN pgdesk_deploy.own_relation AS r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN' AND r.schema <> 'api'
UNION ALL
SELECT 'event trigger pgdesk_reload_schema does not fire', 'ALTER EVENT TRIGGER pgdesk_reload_schema ENABLE', false
FROM pg_event_trigger AS e
WHERE e.evtname = 'pgdesk_reload_schema' AND e.evtenabled <> 'O'
UNION ALL
-- Where a superuser deploys: nobody else can make it.
SELECT
    'event trigger pgdesk_reload_schema is ' || CASE WHEN e.oid IS NULL THEN 'missing' ELSE 'not as deployed' END,
    'DROP EVENT TRIGGER IF EXISTS pgdesk_reload_schema; CREATE EVENT TRIGGER pgdesk_reload_schema ON ddl_command_end'
        ' EXECUTE FUNCTION helpdesk.tg_ddl__reload_schema()',
    false
FROM pg_roles AS r
CROSS JOIN to_regprocedure('helpdesk.tg_ddl__reload_schema()') AS f (oid)
LEFT JOIN pg_event_trigger AS e ON e.evtname = 'pgdesk_reload_schema'
WHERE r.rolname = session_user AND r.rolsuper AND f.oid IS NOT NULL
    AND (e.evtfoid, e.evtevent, e.evttags) IS DISTINCT FROM (f.oid, 'ddl_command_end', NULL);

-- Functions and views of this schema, which each deploy makes anew.
CREATE OR REPLACE VIEW pgdesk_deploy.tool AS
SELECT t.kind, t.name, t.statement
FROM (
    SELECT p.oid, 'routine' AS kind, p.oid::regprocedure::text AS name,
        CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS statement
    FROM pg_proc AS p
    WHERE p.pronamespace = to_regnamespace('pgdesk_deploy')
    UNION ALL
    SELECT r.oid, CASE r.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, r.full_name,
        format('CREATE OR REPLACE VIEW %s AS %s', r.full_name, pg_get_viewdef(r.oid))
    FROM pgdesk_deploy.own_relation AS r
    WHERE r.schema = 'pgdesk_deploy' AND r.relkind IN ('v', 'm')
) AS t
WHERE NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = t.oid AND d.deptype = 'e');

CREATE OR REPLACE VIEW pgdesk_deploy.tool_fault AS
SELECT
    format(
        '%s %s is %s', coalesce(t.kind, split_part(m.name, ' ', 1)), coalesce(t.name, split_part(m.name, ' ', 2)),
        CASE WHEN m.name IS NULL THEN 'not from db/' WHEN t.name IS NULL THEN 'missing' ELSE 'not as deployed' END
    ) AS fault,
    coalesce(m.source, format('DROP %s %s', t.kind, t.name)) AS statement
FROM pgdesk_deploy.tool AS t
FULL JOIN (SELECT o.name, o.source FROM pgdesk_deploy.made AS o WHERE o.kind = 'tool') AS m
    ON m.name = concat_ws(' ', t.kind, t.name)
-- After a restore views have other parentheses and blanks.
WHERE translate(t.statement, E'() \n', '') IS DISTINCT FROM translate(m.source, E'() \n', '') OR m.name IS NULL;

-- Types, operators and the like that no file creates; composite types are noted with functions and views.
CREATE OR REPLACE VIEW pgdesk_deploy.undeclared_object AS
SELECT i.type AS kind, i.identity AS name
FROM pg_depend AS d
JOIN pgdesk_deploy.own_schema AS s ON (d.refclassid, d.refobjid) = ('pg_namespace'::regclass, s.oid)
CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) AS i
WHERE d.deptype = 'n' AND d.classid NOT IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_extension'::regclass)
    AND (s.name IN ('dramatiq', 'pgdesk_deploy') OR NOT EXISTS (
        SELECT FROM pg_type AS t WHERE (d.classid, d.objid) = ('pg_type'::regclass, t.oid) AND t.typtype = 'c'
    ))
    AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE (e.classid, e.objid, e.deptype) = (d.classid, d.objid, 'e'))
    AND NOT EXISTS (SELECT FROM pgdesk_deploy.declared AS w WHERE (w.kind, w.name) = ('object', i.identity));

-- Roles are shared by the databases of a server, and nobody sees in one what another needs.
CREATE OR REPLACE VIEW pgdesk_deploy.former_role AS
SELECT m.name AS role
FROM pgdesk_deploy.made AS m
WHERE m.kind = 'role' AND to_regrole(quote_ident(m.name)) IS NOT NULL
    AND NOT EXISTS (SELECT FROM pgdesk_deploy.access_role AS r WHERE r.role = m.name);

-- What administrators of the server may do beside pgdesk, and a deploy leaves.
CREATE OR REPLACE VIEW pgdesk_deploy.neighbour AS
SELECT format('event trigger %s is not from db/', e.evtname) AS text
FROM pg_event_trigger AS e
WHERE e.evtname <> 'pgdesk_reload_schema'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE (d.classid, d.objid, d.deptype) = ('pg_event_trigger'::regclass, e.oid, 'e')
    )
UNION ALL
SELECT format('role %s, which is not from db/, is a member of %s', m.rolname, g.rolname)
FROM pg_auth_members AS a
JOIN pg_roles AS m ON m.oid = a.member
JOIN pg_roles AS g ON g.oid = a.roleid
JOIN pgdesk_deploy.access_role AS d ON d.role = g.rolname
WHERE pg_has_role(m.oid, g.oid, 'USAGE') AND m.rolname NOT IN (SELECT r.role FROM pgdesk_deploy.access_role AS r)
    AND m.rolname <> session_user
UNION ALL
SELECT format('role %s is not from db/ any more (if no other database uses it, DROP ROLE %I)', f.role, f.role)
FROM pgdesk_deploy.former_role AS f
UNION ALL
SELECT format('role %s has the setting %s', r.rolname, c.setting)
FROM pg_db_role_setting AS s
JOIN pg_roles AS r ON r.oid = s.setrole
JOIN pgdesk_deploy.access_role AS d ON d.role = r.rolname
CROSS JOIN LATERAL unnest(s.setconfig) AS c (setting)
WHERE s.setdatabase = (SELECT b.oid FROM pg_database AS b WHERE b.datname = current_database())
    OR s.setdatabase = 0 AND c.setting LIKE 'pgrst.%'; -- others are bootstrap's, or differ from it

CREATE OR REPLACE FUNCTION pgdesk_deploy.has_other_sla_matching() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
BEGIN
    IF to_regprocedure('helpdesk.compose_sla_matching()') IS NULL THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (
        SELECT FROM pg_proc AS p
        WHERE p.oid = to_regproc('helpdesk.match_sla_policy')
            AND strpos(helpdesk.compose_sla_matching(), quote_literal(p.prosrc)) > 0
    );
END
$$;

-- What is mended before anything is made, by the user who deploys.
CREATE OR REPLACE VIEW pgdesk_deploy.early_fault AS
SELECT
    format('%s %s belongs to %s', o.kind, o.name, pg_get_userbyid(o.owner)) AS fault,
    format('ALTER %s %s OWNER TO pgdesk_owner', replace(o.kind, 'composite ', ''), o.name) AS statement
FROM pgdesk_deploy.owned_object AS o
JOIN pgdesk_deploy.made AS m ON m.kind = 'owned' AND m.name = concat_ws(' ', o.kind, o.name)
WHERE o.owner <> to_regrole('pgdesk_owner')
UNION ALL
SELECT d.fault, d.statement FROM pgdesk_deploy.default_privilege_fault AS d;

-- A statement is run as pgdesk_owner, or as the user who deploys. Without one it is left, since it may hold data.
CREATE OR REPLACE FUNCTION pgdesk_deploy.find_faults()
RETURNS TABLE (fault text, statement text, is_early boolean, is_by_owner boolean)
LANGUAGE sql STABLE SET search_path = ''
AS $$
    SELECT e.fault, e.statement, true, false FROM pgdesk_deploy.early_fault AS e
    UNION ALL
    SELECT r.fault, r.statement, false, false FROM pgdesk_deploy.role_fault AS r
    UNION ALL
    SELECT t.fault, t.statement, false, t.is_by_owner FROM pgdesk_deploy.trigger_fault AS t
    UNION ALL
    SELECT t.fault, t.statement, false, true FROM pgdesk_deploy.tool_fault AS t
    UNION ALL
    SELECT format('schema %s is not from db/', m.name), format('DROP SCHEMA %I', m.name), false, true
    FROM pgdesk_deploy.made AS m
    WHERE m.kind = 'schema' AND to_regnamespace(quote_ident(m.name)) IS NOT NULL
        AND NOT EXISTS (SELECT FROM pgdesk_deploy.declared AS d WHERE d.kind = 'schema' AND d.name = m.name)
    UNION ALL
    SELECT 'function helpdesk.match_sla_policy is not what the SLA policies say',
        'SELECT helpdesk.rebuild_sla_matching()', false, true
    WHERE pgdesk_deploy.has_other_sla_matching()
    UNION ALL
    SELECT g.fault, g.statement, false, true FROM pgdesk_deploy.find_grant_changes() AS g
    WHERE EXISTS (SELECT FROM pgdesk_deploy.access_who)
    UNION ALL
    -- What belongs to others is theirs to change.
    SELECT format('%s on %s, which belongs to %s, is granted to %s', a.privilege_type, r.full_name,
        pg_get_userbyid(r.relowner), CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END),
        NULL, false, false
    FROM pgdesk_deploy.grantable_relation AS r, aclexplode(r.relacl) AS a
    WHERE a.grantee <> r.relowner AND NOT r.is_ours
    UNION ALL
    -- Tables of the other schemas are drawn.
    SELECT format('%s %s is not from db/', o.kind, o.name), NULL, false, false
    FROM pgdesk_deploy.owned_object AS o
    JOIN pgdesk_deploy.own_relation AS r ON r.oid = o.oid
    WHERE o.catalogue = 'pg_class'::regclass AND (
        r.relkind IN ('S', 'f') OR r.relkind IN ('r', 'p') AND r.schema IN ('api', 'hook', 'reports')
        OR r.relkind IN ('r', 'p') AND r.schema = 'pgdesk_deploy'
        AND r.relname !~ '^(file|made|declared|declared_row|access_(who|schema|role|rule|right))$'
        OR r.relkind IN ('v', 'm') AND r.schema = 'dramatiq'
    )
    UNION ALL
    SELECT format('%s %s is not from db/', u.kind, u.name), NULL, false, false
    FROM pgdesk_deploy.undeclared_object AS u
    ORDER BY 1
$$;

-- Returns what it did.
CREATE OR REPLACE FUNCTION pgdesk_deploy.mend_faults(p_is_early boolean) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_fault record;
BEGIN
    FOR v_fault IN
        SELECT e.fault, e.statement, false AS is_by_owner FROM pgdesk_deploy.early_fault AS e WHERE p_is_early
        UNION ALL
        SELECT f.fault, f.statement, f.is_by_owner FROM pgdesk_deploy.find_faults() AS f
        WHERE NOT p_is_early AND f.statement IS NOT NULL AND NOT f.is_early
        ORDER BY 1
    LOOP
        IF NOT v_fault.is_by_owner THEN
            RESET ROLE;
        END IF;
        BEGIN
            EXECUTE v_fault.statement;
        EXCEPTION WHEN insufficient_privilege THEN
            RAISE insufficient_privilege USING
                MESSAGE = format('%s, which user %s may not undo', v_fault.fault, session_user),
                DETAIL = SQLERRM,
                HINT = format('As a superuser: %s', v_fault.statement);
        END;
        SET LOCAL ROLE pgdesk_owner;
        RETURN NEXT format('%s: %s', v_fault.fault, v_fault.statement);
    END LOOP;
END
$$;

-- Notes who made it, what belongs to pgdesk_owner now, which schemas and roles files declare; returns which roles it
-- leaves.
CREATE OR REPLACE FUNCTION pgdesk_deploy.note_owned(p_maker text) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
    RETURN QUERY
    SELECT format('leaves role %s: if no other database uses it, DROP ROLE %I', f.role, f.role)
    FROM pgdesk_deploy.former_role AS f;

    DELETE FROM pgdesk_deploy.made AS m WHERE m.kind IN ('maker', 'owned', 'schema') OR m.kind = 'role'
        AND m.name NOT IN (SELECT f.role FROM pgdesk_deploy.former_role AS f);
    INSERT INTO pgdesk_deploy.made (kind, name, definition)
    SELECT 'maker', '', p_maker
    UNION ALL
    SELECT 'owned', concat_ws(' ', o.kind, o.name), NULL
    FROM pgdesk_deploy.owned_object AS o
    WHERE o.owner = to_regrole('pgdesk_owner')
    UNION ALL
    SELECT 'role', r.role, NULL FROM pgdesk_deploy.access_role AS r
    UNION ALL
    SELECT 'schema', d.name, NULL FROM pgdesk_deploy.declared AS d WHERE d.kind = 'schema';
END
$$;

DELETE FROM pgdesk_deploy.made WHERE kind = 'tool';
INSERT INTO pgdesk_deploy.made (kind, name, source)
SELECT 'tool', concat_ws(' ', t.kind, t.name), t.statement FROM pgdesk_deploy.tool AS t;
