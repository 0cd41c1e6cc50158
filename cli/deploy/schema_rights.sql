-- Rights: the files of db/schema/rights fill these five.
CREATE TABLE IF NOT EXISTS pgdesk_deploy.access_role (
    role text PRIMARY KEY,
    attributes text[] NOT NULL,
    member_of text[] NOT NULL,
    comment text
);
CREATE TABLE IF NOT EXISTS pgdesk_deploy.access_who (
    who text PRIMARY KEY CONSTRAINT access_who_is_one_word CHECK (who ~ '^[a-z]+$'),
    roles text[] NOT NULL
);
CREATE TABLE IF NOT EXISTS pgdesk_deploy.access_schema (
    schema text,
    who text REFERENCES pgdesk_deploy.access_who,
    PRIMARY KEY (schema, who)
);
CREATE TABLE IF NOT EXISTS pgdesk_deploy.access_rule (
    rule text PRIMARY KEY,
    predicate text NOT NULL
);
CREATE TABLE IF NOT EXISTS pgdesk_deploy.access_right (
    name text PRIMARY KEY CONSTRAINT access_right_names_table_who_verb
        CHECK (name ~ '^([a-z]+\.)?[a-z_]+_[a-z]+_(select|insert|update|delete)$'),
    rule text NOT NULL REFERENCES pgdesk_deploy.access_rule,
    columns text NOT NULL,
    new_row_rule text REFERENCES pgdesk_deploy.access_rule
);

CREATE OR REPLACE FUNCTION pgdesk_deploy.predicate_of(p_rule text, p_table text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_text text := (SELECT r.predicate FROM pgdesk_deploy.access_rule AS r WHERE r.rule = p_rule);
    v_part text;
BEGIN
    LOOP
        v_part := substring(v_text FROM '\[([a-z][^][]*)\]');
        EXIT WHEN v_part IS NULL;
        v_text := replace(
            v_text, '[' || v_part || ']',
            '(' || (SELECT r.predicate FROM pgdesk_deploy.access_rule AS r WHERE r.rule = v_part) || ')'
        );
        IF v_text IS NULL THEN
            RAISE 'rule "%" names rule "%", which there is not', p_rule, v_part;
        END IF;
    END LOOP;
    RETURN regexp_replace(v_text, '\mthis\M', p_table, 'g');
END
$$;
COMMENT ON FUNCTION pgdesk_deploy.predicate_of IS
'The SQL of a rule on a table: [another rule] is written out, "this" is the table.';

CREATE OR REPLACE VIEW pgdesk_deploy.declared_right AS
SELECT r.name, t.oid AS table_oid, t.full_name AS on_table, split_part(r.name, '.', -1) AS policy, w.roles,
    upper(p.parts[4]) AS verb, r.columns, t.needs_row_security,
    pgdesk_deploy.predicate_of(r.rule, quote_ident(t.name)) AS predicate,
    pgdesk_deploy.predicate_of(r.new_row_rule, quote_ident(t.name)) AS new_row_predicate
FROM pgdesk_deploy.access_right AS r
CROSS JOIN LATERAL regexp_match(r.name, '^(?:(.*)\.)?(.*)_(.*)_(.*)$') AS p (parts)
LEFT JOIN pgdesk_deploy.managed_table AS t ON t.schema = coalesce(p.parts[1], 'helpdesk') AND t.name = p.parts[2]
LEFT JOIN pgdesk_deploy.access_who AS w ON w.who = p.parts[3];

CREATE OR REPLACE VIEW pgdesk_deploy.declared_schema_right AS
SELECT s.schema, r.role
FROM pgdesk_deploy.access_schema AS s
JOIN pgdesk_deploy.access_who AS w ON w.who = s.who
CROSS JOIN LATERAL unnest(w.roles) AS r (role);

CREATE OR REPLACE VIEW pgdesk_deploy.live_policy AS
SELECT p.polrelid AS table_oid, t.full_name AS on_table, p.polname AS policy, concat_ws(
        ' | ', p.polcmd, p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid),
        'check', pg_get_expr(p.polwithcheck, p.polrelid)
    ) AS definition
FROM pg_policy AS p
JOIN pgdesk_deploy.managed_table AS t ON t.oid = p.polrelid;

-- A table without row level security would be open to whoever has a grant, so it is turned on.
-- What is as a deploy left it stays untouched: to create or to drop a policy locks its table.
CREATE OR REPLACE FUNCTION pgdesk_deploy.find_policy_changes()
RETURNS TABLE (change text, statement text, name text, source text)
LANGUAGE sql STABLE SET search_path = ''
AS $$
    WITH wanted AS (
        SELECT d.table_oid, d.on_table, d.policy, concat_ws(
                ' ', format('CREATE POLICY %I ON %s FOR %s TO', d.policy, d.on_table, d.verb),
                (SELECT string_agg(quote_ident(r.role), ', ') FROM unnest(d.roles) AS r (role)),
                CASE WHEN d.verb <> 'INSERT' THEN format('USING (%s)', d.predicate) END,
                CASE WHEN d.verb = 'INSERT' THEN format('WITH CHECK (%s)', d.predicate) END,
                CASE WHEN d.new_row_predicate IS NOT NULL THEN format('WITH CHECK (%s)', d.new_row_predicate) END
            ) AS source
        FROM pgdesk_deploy.declared_right AS d
        WHERE d.needs_row_security
    ),
    change AS (
        SELECT 1 AS place, format('turns on row level security of %s', t.full_name) AS change,
            format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.full_name) AS statement, t.full_name AS name,
            NULL AS source
        FROM pgdesk_deploy.managed_table AS t
        WHERE t.needs_row_security AND NOT t.has_row_security
        UNION ALL
        SELECT CASE WHEN w.policy IS NULL THEN 2 ELSE 3 END, concat_ws(
                ' ', CASE WHEN w.policy IS NULL THEN 'drops' WHEN l.policy IS NULL THEN 'creates' ELSE 'replaces' END,
                'policy', n.name
            ), concat_ws(
                '; ', CASE WHEN l.policy IS NOT NULL THEN format('DROP POLICY %I ON %s', l.policy, l.on_table) END,
                w.source
            ), n.name, w.source
        FROM wanted AS w
        FULL JOIN pgdesk_deploy.live_policy AS l ON l.table_oid = w.table_oid AND l.policy = w.policy
        CROSS JOIN LATERAL (
            SELECT format('%s on %s', coalesce(w.policy, l.policy), coalesce(w.on_table, l.on_table)) AS name
        ) AS n
        LEFT JOIN pgdesk_deploy.made AS m ON m.kind = 'policy' AND m.name = n.name
        WHERE w.policy IS NULL OR (w.source, l.definition) IS DISTINCT FROM (m.source, m.definition)
    )
    SELECT c.change, c.statement, c.name, c.source FROM change AS c ORDER BY c.place, c.name
$$;

CREATE OR REPLACE FUNCTION pgdesk_deploy.find_grant_changes() RETURNS TABLE (fault text, change text, statement text)
LANGUAGE sql STABLE SET search_path = ''
AS $$
    WITH wanted AS (
        SELECT d.on_table AS object, d.verb AS privilege, nullif(c.name, '*') AS column_name, r.role
        FROM pgdesk_deploy.declared_right AS d
        CROSS JOIN LATERAL unnest(d.roles) AS r (role)
        CROSS JOIN LATERAL string_to_table(d.columns, ', ') AS c (name)
        UNION
        SELECT 'SCHEMA ' || quote_ident(s.schema), 'USAGE', NULL, s.role FROM pgdesk_deploy.declared_schema_right AS s
    ),
    live AS (
        SELECT g.object, g.privilege, g.column_name, coalesce(r.rolname, 'PUBLIC') AS role
        FROM (
            SELECT concat(CASE r.relkind WHEN 'S' THEN 'SEQUENCE ' END, r.full_name) AS object,
                a.privilege_type AS privilege, NULL::name AS column_name, a.grantee
            FROM pgdesk_deploy.grantable_relation AS r, aclexplode(r.relacl) AS a
            WHERE a.grantee <> r.relowner AND r.is_ours
            UNION
            SELECT r.full_name, a.privilege_type, c.attname, a.grantee
            FROM pgdesk_deploy.grantable_relation AS r
            JOIN pg_attribute AS c ON c.attrelid = r.oid AND NOT c.attisdropped, aclexplode(c.attacl) AS a
            WHERE a.grantee <> r.relowner AND r.is_ours
            UNION
            SELECT 'SCHEMA ' || quote_ident(s.name), a.privilege_type, NULL, a.grantee
            FROM pgdesk_deploy.own_schema AS s, aclexplode(s.acl) AS a
            WHERE a.grantee <> s.owner
            UNION
            SELECT 'ROUTINE ' || p.oid::regprocedure, a.privilege_type, NULL, a.grantee
            FROM pg_proc AS p
            JOIN pgdesk_deploy.own_schema AS s ON s.oid = p.pronamespace,
                aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
            WHERE a.grantee <> p.proowner AND s.name IN ('dramatiq', 'pgdesk_deploy')
        ) AS g
        LEFT JOIN pg_roles AS r ON r.oid = g.grantee
    ),
    excess AS (
        TABLE live EXCEPT TABLE wanted
    ),
    -- To revoke a privilege on a table takes it from all of its columns.
    lacking AS (
        TABLE wanted
        EXCEPT
        SELECT l.* FROM live AS l
        WHERE NOT EXISTS (
            SELECT FROM excess AS e
            WHERE (e.object, e.privilege, e.role) = (l.object, l.privilege, l.role) AND e.column_name IS NULL
        )
    ),
    change AS (
        SELECT 'REVOKE' AS verb, e.*, 'FROM' AS preposition, ' CASCADE' AS tail FROM excess AS e
        UNION ALL
        SELECT 'GRANT', l.*, 'TO', '' FROM lacking AS l
    )
    SELECT
        format(
            '%s%s on %s%s is %s to %s', c.privilege,
            ' (' || string_agg(c.column_name, ', ' ORDER BY c.column_name COLLATE "C") || ')',
            coalesce(lower(substring(c.object FROM '^[A-Z]+ ')), 'table '), regexp_replace(c.object, '^[A-Z]+ ', ''),
            CASE c.verb WHEN 'GRANT' THEN 'not granted' ELSE 'granted' END, c.role
        ),
        format(
            '%s %s%s on %s %s %s', CASE c.verb WHEN 'GRANT' THEN 'grants' ELSE 'revokes' END, c.privilege,
            ' (' || string_agg(c.column_name, ', ' ORDER BY c.column_name) || ')', c.object, lower(c.preposition),
            c.role
        ),
        format(
            '%s %s%s ON %s %s %s%s', c.verb, c.privilege,
            ' (' || string_agg(quote_ident(c.column_name), ', ' ORDER BY c.column_name) || ')', c.object, c.preposition,
            CASE c.role WHEN 'PUBLIC' THEN c.role ELSE quote_ident(c.role) END, c.tail
        )
    FROM change AS c
    GROUP BY c.verb, c.privilege, c.object, c.preposition, c.role, c.tail, c.column_name IS NULL
    ORDER BY c.verb DESC, 2
$$;

-- Returns what it changed.
CREATE OR REPLACE FUNCTION pgdesk_deploy.apply_rights() RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_change record;
    v_names text[];
    v_sources text[];
BEGIN
    FOR v_change IN
        SELECT d.name, d.table_oid IS NULL AS is_table_missing
        FROM pgdesk_deploy.declared_right AS d
        WHERE d.table_oid IS NULL OR d.roles IS NULL
    LOOP
        RAISE 'right % names a % that there is not', v_change.name,
            CASE WHEN v_change.is_table_missing THEN 'table' ELSE 'who' END;
    END LOOP;
    FOR v_change IN SELECT * FROM pgdesk_deploy.find_policy_changes() LOOP
        EXECUTE v_change.statement;
        v_names := v_names || v_change.name;
        v_sources := v_sources || v_change.source;
        RETURN NEXT v_change.change;
    END LOOP;
    DELETE FROM pgdesk_deploy.made AS o WHERE o.kind = 'policy' AND o.name = ANY (v_names);
    INSERT INTO pgdesk_deploy.made (kind, name, source, definition)
    SELECT 'policy', c.name, c.source, l.definition
    FROM unnest(v_names, v_sources) AS c (name, source)
    JOIN pgdesk_deploy.live_policy AS l ON format('%s on %s', l.policy, l.on_table) = c.name;
    FOR v_change IN SELECT * FROM pgdesk_deploy.find_grant_changes() LOOP
        EXECUTE v_change.statement;
        RETURN NEXT v_change.change;
    END LOOP;
END
$$;
