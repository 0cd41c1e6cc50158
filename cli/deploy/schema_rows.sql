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
