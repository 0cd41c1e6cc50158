-- Schema pgdesk_deploy: what was deployed, and what the files declare. Made by each deploy before it applies a file.
CREATE SCHEMA IF NOT EXISTS pgdesk_deploy;

CREATE TABLE IF NOT EXISTS pgdesk_deploy.file (
    path text PRIMARY KEY,
    digest text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE pgdesk_deploy.file IS 'SHA-256 of each file of db/ as it was last deployed';

CREATE TABLE IF NOT EXISTS pgdesk_deploy.object (
    kind text,
    name text,
    source text,
    definition text NOT NULL,
    PRIMARY KEY (kind, name)
);
COMMENT ON TABLE pgdesk_deploy.object IS
'What a deploy made: what the file said (source) and what the catalogue said of it right afterwards (definition).';

-- Rights: db/schema/after/rights.sql fills these four.
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

-- What administrators made (custom objects) has rights of its own.
CREATE OR REPLACE VIEW pgdesk_deploy.managed_table AS
SELECT c.oid, n.nspname AS schema, c.relname AS name, format('%I.%I', n.nspname, c.relname) AS full_name, c.relowner,
    c.relacl, c.relrowsecurity AS has_row_security
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname IN ('helpdesk', 'audit', 'dramatiq') AND c.relkind IN ('r', 'p')
    AND NOT starts_with(coalesce(obj_description(c.oid, 'pg_class'), ''), 'Custom object');

CREATE OR REPLACE VIEW pgdesk_deploy.declared_right AS
SELECT r.name, t.oid AS table_oid, t.full_name AS on_table, split_part(r.name, '.', -1) AS policy, w.roles,
    upper(p.parts[4]) AS verb, r.columns, t.has_row_security,
    pgdesk_deploy.predicate_of(r.rule, quote_ident(t.name)) AS predicate,
    pgdesk_deploy.predicate_of(r.new_row_rule, quote_ident(t.name)) AS new_row_predicate
FROM pgdesk_deploy.access_right AS r
CROSS JOIN LATERAL regexp_match(r.name, '^(?:(.*)\.)?(.*)_(.*)_(.*)$') AS p (parts)
LEFT JOIN pgdesk_deploy.managed_table AS t ON t.schema = coalesce(p.parts[1], 'helpdesk') AND t.name = p.parts[2]
LEFT JOIN pgdesk_deploy.access_who AS w ON w.who = p.parts[3];

CREATE OR REPLACE VIEW pgdesk_deploy.live_policy AS
SELECT p.polrelid AS table_oid, t.full_name AS on_table, p.polname AS policy, concat_ws(
        ' | ', p.polcmd, p.polpermissive, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid),
        'check', pg_get_expr(p.polwithcheck, p.polrelid)
    ) AS definition
FROM pg_policy AS p
JOIN pgdesk_deploy.managed_table AS t ON t.oid = p.polrelid;

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
        WHERE d.has_row_security
    )
    SELECT
        CASE WHEN w.policy IS NULL THEN 'drops' WHEN l.policy IS NULL THEN 'creates' ELSE 'replaces' END
            || format(' policy %s on %s', coalesce(w.policy, l.policy), coalesce(w.on_table, l.on_table)),
        concat_ws(
            '; ', CASE WHEN l.policy IS NOT NULL THEN format('DROP POLICY %I ON %s', l.policy, l.on_table) END, w.source
        ),
        format('%s on %s', coalesce(w.policy, l.policy), coalesce(w.on_table, l.on_table)),
        w.source
    FROM wanted AS w
    FULL JOIN pgdesk_deploy.live_policy AS l ON l.table_oid = w.table_oid AND l.policy = w.policy
    LEFT JOIN pgdesk_deploy.object AS o ON o.kind = 'policy' AND o.name = format('%s on %s', w.policy, w.on_table)
    WHERE w.policy IS NULL OR (w.source, l.definition) IS DISTINCT FROM (o.source, o.definition)
    ORDER BY w.policy IS NOT NULL, 3
$$;

CREATE OR REPLACE FUNCTION pgdesk_deploy.find_grant_changes() RETURNS TABLE (change text, statement text)
LANGUAGE sql STABLE SET search_path = ''
AS $$
    WITH wanted AS (
        SELECT d.on_table AS object, d.verb AS privilege, nullif(c.name, '*') AS column_name, r.role
        FROM pgdesk_deploy.declared_right AS d
        CROSS JOIN LATERAL unnest(d.roles) AS r (role)
        CROSS JOIN LATERAL string_to_table(d.columns, ', ') AS c (name)
        UNION
        SELECT 'SCHEMA ' || quote_ident(s.schema), 'USAGE', NULL, r.role
        FROM pgdesk_deploy.access_schema AS s
        JOIN pgdesk_deploy.access_who AS w ON w.who = s.who
        CROSS JOIN LATERAL unnest(w.roles) AS r (role)
    ),
    live AS (
        SELECT g.object, g.privilege, g.column_name, coalesce(r.rolname, 'PUBLIC') AS role
        FROM (
            SELECT t.full_name AS object, a.privilege_type AS privilege, NULL::name AS column_name, a.grantee
            FROM pgdesk_deploy.managed_table AS t, aclexplode(t.relacl) AS a
            WHERE a.grantee <> t.relowner
            UNION
            SELECT t.full_name, a.privilege_type, c.attname, a.grantee
            FROM pgdesk_deploy.managed_table AS t
            JOIN pg_attribute AS c ON c.attrelid = t.oid AND NOT c.attisdropped, aclexplode(c.attacl) AS a
            WHERE a.grantee <> t.relowner
            UNION
            SELECT 'SCHEMA ' || quote_ident(n.nspname), a.privilege_type, NULL, a.grantee
            FROM pg_namespace AS n, aclexplode(n.nspacl) AS a
            WHERE n.nspname IN ('helpdesk', 'audit', 'dramatiq', 'hook', 'reports') AND a.grantee <> n.nspowner
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
        DELETE FROM pgdesk_deploy.object AS o WHERE o.kind = 'policy' AND o.name = v_change.name;
        INSERT INTO pgdesk_deploy.object (kind, name, source, definition)
        SELECT 'policy', v_change.name, v_change.source, l.definition
        FROM pgdesk_deploy.live_policy AS l
        WHERE format('%s on %s', l.policy, l.on_table) = v_change.name;
        RETURN NEXT v_change.change;
    END LOOP;
    FOR v_change IN SELECT * FROM pgdesk_deploy.find_grant_changes() LOOP
        EXECUTE v_change.statement;
        RETURN NEXT v_change.change;
    END LOOP;
END
$$;

CREATE TABLE IF NOT EXISTS pgdesk_deploy.declared_row (
    table_name text,
    key jsonb,
    file text,
    is_given_once boolean NOT NULL,
    declared jsonb NOT NULL,
    PRIMARY KEY (table_name, key)
);
COMMENT ON TABLE pgdesk_deploy.declared_row IS
'Rows that files declare: by which file (NULL: none does any more), and the values that the deploy gave them.';

-- Makes rows of p_table what p_rows says. p_initial: columns that only a new row takes from there, since
-- administrators change them; '{*}': rows that are given once and are theirs from then on. p_key: else the primary key.
CREATE OR REPLACE FUNCTION pgdesk_deploy.declare_rows(
    p_table regclass, p_rows jsonb, p_initial text[] DEFAULT '{}', p_key text[] DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_is_given_once boolean := p_initial = '{*}';
    v_key text[] := coalesce(p_key, (
        SELECT array_agg(a.attname)
        FROM pg_index AS i
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = p_table AND i.indisprimary
    ));
    v_columns text[] := ARRAY(SELECT k.name FROM jsonb_object_keys(p_rows -> 0) AS k (name));
    v_followed text[] := ARRAY(
        SELECT c.name FROM unnest(v_columns) AS c (name)
        WHERE c.name <> ALL (v_key || p_initial) AND NOT v_is_given_once
    );
    v_compared text[] := CASE WHEN v_is_given_once THEN v_columns ELSE v_followed END;
BEGIN
    EXECUTE format(
        'INSERT INTO %1$s AS t (%2$s) SELECT %2$s FROM jsonb_populate_recordset(NULL::%1$s, $1)
         ON CONFLICT (%3$s) DO %4$s',
        p_table,
        (SELECT string_agg(quote_ident(c.name), ', ') FROM unnest(v_columns) AS c (name)),
        (SELECT string_agg(quote_ident(k.name), ', ') FROM unnest(v_key) AS k (name)),
        CASE WHEN v_followed = '{}' THEN 'NOTHING' ELSE (
            SELECT format(
                'UPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)',
                string_agg(format('%1$I = excluded.%1$I', c.name), ', '),
                string_agg(format('t.%I', c.name), ', '),
                string_agg(format('excluded.%I', c.name), ', ')
            )
            FROM unnest(v_followed) AS c (name)
        ) END
    ) USING (
        SELECT jsonb_agg(r.value) FROM jsonb_array_elements(p_rows) AS r
        WHERE NOT v_is_given_once OR NOT EXISTS (
            SELECT FROM pgdesk_deploy.declared_row AS d WHERE d.table_name = p_table::text AND r.value @> d.key
        )
    );
    EXECUTE format(
        'INSERT INTO pgdesk_deploy.declared_row AS d (table_name, key, file, is_given_once, declared)
         SELECT $1, k.key, $2, $3, c.declared
         FROM jsonb_array_elements($4) AS r
         CROSS JOIN LATERAL (SELECT jsonb_object_agg(n.name, r.value -> n.name) FROM unnest($5) AS n (name)) AS k (key)
         LEFT JOIN %s AS t ON to_jsonb(t) @> k.key
         CROSS JOIN LATERAL (
             SELECT coalesce(jsonb_object_agg(n.name, to_jsonb(t) -> n.name), ''{}'') FROM unnest($6) AS n (name)
         ) AS c (declared)
         ON CONFLICT (table_name, key) DO UPDATE
         SET file = excluded.file, declared = CASE WHEN $3 THEN d.declared ELSE excluded.declared END',
        p_table
    ) USING p_table::text, coalesce(current_setting('pgdesk_deploy.file', true), ''), v_is_given_once, p_rows, v_key,
        v_compared;
END
$$;

-- Deletes rows that no file declares any more, unless rows refer to them, or they were given once and have changed
-- since. Returns what became of each.
CREATE OR REPLACE FUNCTION pgdesk_deploy.delete_undeclared_rows() RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_row pgdesk_deploy.declared_row;
    v_is_done boolean := false;
    v_count bigint;
BEGIN
    WHILE NOT v_is_done LOOP
        v_is_done := true;
        FOR v_row IN SELECT d.* FROM pgdesk_deploy.declared_row AS d WHERE d.file IS NULL LOOP
            BEGIN
                EXECUTE format('DELETE FROM %s AS t WHERE to_jsonb(t) @> $1', v_row.table_name)
                USING v_row.key || CASE WHEN v_row.is_given_once THEN v_row.declared ELSE '{}' END;
                GET DIAGNOSTICS v_count = ROW_COUNT;
                DELETE FROM pgdesk_deploy.declared_row AS d
                WHERE d.table_name = v_row.table_name AND d.key = v_row.key;
                RETURN NEXT format(
                    '%s row %s of %s', CASE v_count WHEN 0 THEN 'leaves' ELSE 'deletes' END, v_row.key, v_row.table_name
                );
                v_is_done := false;
            EXCEPTION WHEN foreign_key_violation THEN
                NULL;
            END;
        END LOOP;
    END LOOP;
    RETURN QUERY
    SELECT format('leaves row %s of %s: other rows refer to it', d.key, d.table_name)
    FROM pgdesk_deploy.declared_row AS d
    WHERE d.file IS NULL;
END
$$;
