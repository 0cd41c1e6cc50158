-- Rows that files declare.

CREATE TABLE IF NOT EXISTS pgdesk_deploy.declared_row (
    number bigint GENERATED ALWAYS AS IDENTITY,
    table_name text,
    key jsonb,
    file text,
    initial text[] NOT NULL,
    wanted jsonb,
    given jsonb,
    PRIMARY KEY (table_name, key)
);
COMMENT ON TABLE pgdesk_deploy.declared_row IS
'Rows that files declare: by which file (NULL: none does any more), what apply_rows has yet to give them (wanted), and
what it gave them, without the columns that administrators change (given).';

-- Says that rows of p_table are to be what p_rows says; apply_rows makes them so, whatever the order of the files.
-- p_initial: columns that only a new row takes from there, since administrators change them; '{*}': rows that are given
-- once and are theirs from then on. p_key: else the primary key. JSON may be given as text.
CREATE OR REPLACE FUNCTION pgdesk_deploy.declare_rows(
    p_table regclass, p_rows jsonb, p_initial text[] DEFAULT '{}', p_key text[] DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_file text := coalesce(current_setting('pgdesk_deploy.file', true), '');
    v_row record;
    v_other text;
BEGIN
    FOR v_row IN
        SELECT k.key, r.value
        FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS r (value, number)
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(c.name, r.value -> c.name) AS key
            FROM unnest(coalesce(p_key, ARRAY(
                SELECT a.attname::text
                FROM pg_index AS i
                JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                WHERE i.indrelid = p_table AND i.indisprimary
            ))) AS c (name)
        ) AS k
        ORDER BY r.number
    LOOP
        SELECT d.file INTO v_other
        FROM pgdesk_deploy.declared_row AS d
        WHERE d.table_name = p_table::text AND d.key = v_row.key AND d.wanted IS NOT NULL AND d.file <> v_file;
        IF FOUND THEN
            RAISE EXCEPTION 'row % of % is declared by % already', v_row.key, p_table, v_other;
        END IF;
        INSERT INTO pgdesk_deploy.declared_row (table_name, key, file, initial, wanted)
        VALUES (p_table::text, v_row.key, v_file, p_initial, v_row.value)
        ON CONFLICT (table_name, key) DO UPDATE
        SET file = excluded.file, initial = excluded.initial, wanted = excluded.wanted;
    END LOOP;
END
$$;

-- Those with declared rows; each after the tables that it refers to, last those whose rows are given once: triggers
-- may look at the others.
CREATE OR REPLACE FUNCTION pgdesk_deploy.tables_of_rows() RETURNS text[]
LANGUAGE sql STABLE SET search_path = ''
AS $$
    WITH RECURSIVE declared AS (
        SELECT d.table_name AS name, to_regclass(d.table_name) AS oid, bool_or(d.initial = '{*}') AS is_last
        FROM pgdesk_deploy.declared_row AS d
        GROUP BY d.table_name
    ),
    placed (oid, place) AS (
        SELECT d.oid, 0 FROM declared AS d WHERE d.oid IS NOT NULL
        UNION
        SELECT k.conrelid, p.place + 1
        FROM placed AS p
        JOIN pg_constraint AS k ON k.contype = 'f' AND k.confrelid = p.oid AND k.conrelid <> p.oid
        JOIN declared AS d ON d.oid = k.conrelid
        WHERE p.place < 10
    )
    SELECT ARRAY(
        SELECT d.name
        FROM declared AS d
        JOIN placed AS p ON p.oid = d.oid
        GROUP BY d.name, d.is_last
        ORDER BY d.is_last, max(p.place), d.name
    )
$$;

-- Gives the rows of one table what their files want; returns what has changed.
CREATE OR REPLACE FUNCTION pgdesk_deploy.give_rows(p_table text) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_group record;
    v_followed text[];
BEGIN
    FOR v_group IN
        SELECT d.initial, c.key, c.columns, jsonb_agg(d.wanted ORDER BY d.number) AS rows
        FROM pgdesk_deploy.declared_row AS d
        CROSS JOIN LATERAL (
            SELECT ARRAY(SELECT jsonb_object_keys(d.key)) AS key, ARRAY(SELECT jsonb_object_keys(d.wanted)) AS columns
        ) AS c
        WHERE d.table_name = p_table AND d.wanted IS NOT NULL AND NOT (d.initial = '{*}' AND d.given IS NOT NULL)
        GROUP BY d.initial, c.key, c.columns
        ORDER BY min(d.number)
    LOOP
        v_followed := ARRAY(
            SELECT c.name FROM unnest(v_group.columns) AS c (name)
            WHERE c.name <> ALL (v_group.key || v_group.initial) AND v_group.initial <> '{*}'
        );
        RETURN QUERY EXECUTE format(
            'WITH written AS (
                 INSERT INTO %1$s AS t (%2$s) SELECT %5$s
                 FROM jsonb_array_elements($1) WITH ORDINALITY AS r (value, number)
                 CROSS JOIN LATERAL jsonb_populate_record(NULL::%1$s, r.value) AS p
                 ORDER BY r.number
                 ON CONFLICT (%3$s) DO %4$s
                 RETURNING to_jsonb(t) AS row, t.xmax = 0 AS is_new
             )
             SELECT format(
                 ''%%s row %%s of %%s'', CASE WHEN w.is_new THEN ''adds'' ELSE ''changes'' END,
                 (SELECT jsonb_object_agg(n.name, w.row -> n.name) FROM unnest($2) AS n (name)), $3
             )
             FROM written AS w',
            p_table,
            (SELECT string_agg(quote_ident(c.name), ', ' ORDER BY c.name) FROM unnest(v_group.columns) AS c (name)),
            (SELECT string_agg(quote_ident(k.name), ', ') FROM unnest(v_group.key) AS k (name)),
            CASE WHEN v_followed = '{}' THEN 'NOTHING' ELSE (
                SELECT format(
                    'UPDATE SET %s WHERE (%s) IS DISTINCT FROM (%s)',
                    string_agg(format('%1$I = excluded.%1$I', c.name), ', '),
                    string_agg(format('t.%I', c.name), ', '),
                    string_agg(format('excluded.%I', c.name), ', ')
                )
                FROM unnest(v_followed) AS c (name)
            ) END,
            (
                SELECT string_agg(
                    format(CASE WHEN a.attname IS NULL THEN 'p.%I' ELSE '(r.value ->> %L)::jsonb' END, c.name), ', '
                    ORDER BY c.name
                )
                FROM unnest(v_group.columns) AS c (name)
                LEFT JOIN pg_attribute AS a
                    ON a.attrelid = to_regclass(p_table) AND a.attname = c.name AND a.atttypid = 'jsonb'::regtype
            )
        ) USING v_group.rows, v_group.key, p_table;
    END LOOP;
    EXECUTE format(
        'UPDATE pgdesk_deploy.declared_row AS d
         SET wanted = NULL, given = CASE WHEN d.initial = ''{*}'' AND d.given IS NOT NULL THEN d.given ELSE (
             SELECT coalesce(jsonb_object_agg(c.name, to_jsonb(t) -> c.name), ''{}'')
             FROM jsonb_object_keys(d.wanted) AS c (name)
             WHERE c.name <> ALL (d.initial)
         ) END
         FROM %1$s AS t
         WHERE d.table_name = $1 AND d.wanted IS NOT NULL AND to_jsonb(t) @> d.key',
        p_table
    ) USING p_table;
    UPDATE pgdesk_deploy.declared_row AS d SET wanted = NULL WHERE d.table_name = p_table AND d.wanted IS NOT NULL;
END
$$;

-- Deletes rows of one table that no file declares any more, unless other rows refer to them, or they were given once
-- and have changed since; returns what became of them.
CREATE OR REPLACE FUNCTION pgdesk_deploy.take_rows(p_table text) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_row pgdesk_deploy.declared_row;
    v_count bigint;
BEGIN
    FOR v_row IN
        SELECT d.* FROM pgdesk_deploy.declared_row AS d
        WHERE d.table_name = p_table AND d.file IS NULL
        ORDER BY d.number
    LOOP
        BEGIN
            EXECUTE format('DELETE FROM %s AS t WHERE to_jsonb(t) @> $1', p_table)
            USING v_row.key || CASE WHEN v_row.initial = '{*}' THEN coalesce(v_row.given, '{}') ELSE '{}' END;
            GET DIAGNOSTICS v_count = ROW_COUNT;
            DELETE FROM pgdesk_deploy.declared_row AS d WHERE d.table_name = p_table AND d.key = v_row.key;
            RETURN NEXT format(
                '%s row %s of %s', CASE v_count WHEN 0 THEN 'leaves' ELSE 'deletes' END, v_row.key, p_table
            );
        EXCEPTION WHEN foreign_key_violation THEN
            RETURN NEXT format('leaves row %s of %s: other rows refer to it', v_row.key, p_table);
        END;
    END LOOP;
END
$$;

-- Rows of other files are declared no more; apply_rows takes them, unless they are declared again until then.
CREATE OR REPLACE FUNCTION pgdesk_deploy.forget_rows(p_kept_files text[]) RETURNS void
LANGUAGE sql SET search_path = ''
AS $$
    UPDATE pgdesk_deploy.declared_row AS d SET file = NULL WHERE NOT (d.file = ANY (p_kept_files));
$$;

-- Returns what it changed.
CREATE OR REPLACE FUNCTION pgdesk_deploy.apply_rows() RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_tables text[] := pgdesk_deploy.tables_of_rows();
    v_place int;
BEGIN
    FOR v_place IN 1 .. cardinality(v_tables) LOOP
        RETURN QUERY SELECT * FROM pgdesk_deploy.give_rows(v_tables[v_place]);
    END LOOP;
    FOR v_place IN REVERSE cardinality(v_tables) .. 1 LOOP
        RETURN QUERY SELECT * FROM pgdesk_deploy.take_rows(v_tables[v_place]);
    END LOOP;
END
$$;

-- Where rows are not as their files say. is_wrong: missing or changed; else added by hand, which is no fault. What
-- stands for a custom field is left out.
CREATE OR REPLACE FUNCTION pgdesk_deploy.find_row_differences() RETURNS TABLE (is_wrong boolean, difference text)
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY pgdesk_deploy.tables_of_rows() LOOP
        RETURN QUERY EXECUTE format(
            'WITH declared AS (
                 SELECT d.key, d.given FROM pgdesk_deploy.declared_row AS d
                 WHERE d.table_name = $1 AND d.initial <> ''{*}''
             )
             SELECT true, format(
                 ''row %%s of %%s is %%s'', d.key, $1,
                 CASE WHEN t.ctid IS NULL THEN ''missing'' ELSE ''not as deployed'' END
             )
             FROM declared AS d
             LEFT JOIN %1$s AS t ON to_jsonb(t) @> d.key
             WHERE t.ctid IS NULL OR NOT to_jsonb(t) @> d.given
             UNION ALL
             SELECT false, format(''row %%s of %%s is not from db/'', (
                 SELECT jsonb_object_agg(n.name, to_jsonb(t) -> n.name) FROM jsonb_object_keys(k.key) AS n (name)
             ), $1)
             FROM (SELECT d.key FROM declared AS d LIMIT 1) AS k
             CROSS JOIN %1$s AS t
             WHERE NOT EXISTS (SELECT FROM declared AS d WHERE to_jsonb(t) @> d.key)
                 AND to_jsonb(t) ->> ''custom_field_id'' IS NULL
             ORDER BY 1 DESC, 2',
            v_table
        ) USING v_table;
    END LOOP;
END
$$;
