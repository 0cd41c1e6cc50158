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

CREATE TABLE IF NOT EXISTS pgdesk_deploy.row_change (change text);
COMMENT ON TABLE pgdesk_deploy.row_change IS 'What a deploy changes of declared rows, until it has read that.';

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
        'WITH written AS (
             INSERT INTO %1$s AS t (%2$s) SELECT %2$s FROM jsonb_populate_recordset(NULL::%1$s, $1)
             ON CONFLICT (%3$s) DO %4$s
             RETURNING to_jsonb(t) AS row, t.xmax = 0 AS is_new
         )
         INSERT INTO pgdesk_deploy.row_change (change)
         SELECT format(
             ''%%s row %%s of %%s'', CASE WHEN w.is_new THEN ''adds'' ELSE ''changes'' END,
             (SELECT jsonb_object_agg(n.name, w.row -> n.name) FROM unnest($2) AS n (name)), $3
         )
         FROM written AS w',
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
    ), v_key, p_table::text;
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
-- since. Returns what the deploy has changed of rows.
CREATE OR REPLACE FUNCTION pgdesk_deploy.delete_undeclared_rows() RETURNS SETOF text
LANGUAGE plpgsql SET search_path = ''
AS $$
DECLARE
    v_row pgdesk_deploy.declared_row;
    v_is_done boolean := false;
    v_count bigint;
BEGIN
    RETURN QUERY WITH gone AS (DELETE FROM pgdesk_deploy.row_change AS c RETURNING c.change) TABLE gone;
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

-- Where rows are not as their files say. is_wrong: missing or changed; else added by hand, which is no fault.
CREATE OR REPLACE FUNCTION pgdesk_deploy.find_row_differences() RETURNS TABLE (is_wrong boolean, difference text)
LANGUAGE plpgsql STABLE SET search_path = ''
AS $$
DECLARE
    v_table text;
BEGIN
    FOR v_table IN
        SELECT DISTINCT d.table_name FROM pgdesk_deploy.declared_row AS d
        WHERE NOT d.is_given_once AND to_regclass(d.table_name) IS NOT NULL
        ORDER BY 1
    LOOP
        RETURN QUERY EXECUTE format(
            'WITH declared AS (SELECT d.key, d.declared FROM pgdesk_deploy.declared_row AS d WHERE d.table_name = $1)
             SELECT true, format(
                 ''row %%s of %%s is %%s'', d.key, $1,
                 CASE WHEN t.ctid IS NULL THEN ''missing'' ELSE ''not as deployed'' END
             )
             FROM declared AS d
             LEFT JOIN %1$s AS t ON to_jsonb(t) @> d.key
             WHERE t.ctid IS NULL OR NOT to_jsonb(t) @> d.declared
             UNION ALL
             SELECT false, format(''row %%s of %%s is not from db/'', (
                 SELECT jsonb_object_agg(n.name, to_jsonb(t) -> n.name)
                 FROM jsonb_object_keys((SELECT d.key FROM declared AS d LIMIT 1)) AS n (name)
             ), $1)
             FROM %1$s AS t
             WHERE NOT EXISTS (SELECT FROM declared AS d WHERE to_jsonb(t) @> d.key)
             ORDER BY 1 DESC, 2',
            v_table
        ) USING v_table;
    END LOOP;
END
$$;
