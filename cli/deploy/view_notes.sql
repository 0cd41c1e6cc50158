-- COMMENT for each column of a view that clients write: what Postgres knows of it and tells nobody.
SELECT format('COMMENT ON COLUMN %%s.%%I IS %%L', c.oid::regclass, a.attname,
    concat_ws(' ', col_description(c.oid, a.attnum), n.note, l.note))
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN unnest(%s::oid[], %s::int[], %s::oid[], %s::int[]) AS shown (view, number, base, base_number)
    ON shown.view = c.oid AND shown.number = a.attnum
LEFT JOIN pg_attribute AS b ON b.attrelid = shown.base AND b.attnum = shown.base_number
CROSS JOIN LATERAL (
    SELECT
        bool_or(has_column_privilege(r.role, c.oid, a.attnum, 'INSERT')) AS may_insert,
        bool_or(has_column_privilege(r.role, c.oid, a.attnum, 'UPDATE')) AS may_update,
        bool_or(has_any_column_privilege(r.role, c.oid, 'INSERT')) AS may_insert_rows,
        bool_or(has_any_column_privilege(r.role, c.oid, 'INSERT, UPDATE')) AS may_write
    FROM unnest('{anon,customer,agent,admin}'::text[]) AS r (role)
) AS w
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN b.attidentity <> '' THEN 'Given by the database.'
        WHEN NOT w.may_insert AND NOT w.may_update THEN 'Read-only.'
        WHEN w.may_insert AND b.attnotnull AND NOT b.atthasdef AND NOT EXISTS (
            -- Triggers fill some that are not given; what they only trim must be given.
            SELECT 1
            FROM pg_trigger AS t
            JOIN pg_proc AS p ON p.oid = t.tgfoid
            WHERE t.tgrelid = shown.base AND p.prosrc ~ format('NEW\.%%s := (?!(btrim|lower)\()', b.attname)
        ) THEN 'Required in a new row.'
        WHEN w.may_insert_rows AND NOT w.may_insert THEN 'Not given in a new row.'
        WHEN NOT w.may_update THEN 'Stays as it was given in the new row.'
    END
) AS n (note)
-- What a constraint of the column alone says: values, length, range.
CROSS JOIN LATERAL (
    SELECT string_agg(
        CASE
            WHEN v.found[2] IS NOT NULL THEN 'One of: ' || regexp_replace(v.found[2], '''|::text', '', 'g')
            WHEN v.found[3] IS NOT NULL THEN 'Some of: ' || replace(v.found[3], ',', ', ')
            WHEN v.found[4] IS NOT NULL THEN format('At most %%s characters', v.found[4])
            ELSE format('%%s to %%s', v.found[5], v.found[6])
        END || '.',
        ' ' ORDER BY k.conname
    ) AS note
    FROM pg_constraint AS k
    CROSS JOIN LATERAL regexp_match(pg_get_constraintdef(k.oid), format(
        '((?:%%1$I = ANY \(ARRAY\[([^]]+)\]\))|(?:%%1$I <@ ''\{([^}]+)\}''::text\[\])|(?:length\(%%1$I\) <= (\d+))'
        '|(?:\(%%1$I >= (-?\d+)\) AND \(%%1$I <= (\d+)\)))', b.attname
    )) AS v (found)
    WHERE k.contype = 'c' AND k.conrelid = shown.base AND k.conkey = ARRAY[b.attnum] AND v.found IS NOT NULL
        AND (w.may_insert OR w.may_update)
) AS l
WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v' AND w.may_write AND coalesce(n.note, l.note) IS NOT NULL
ORDER BY 1
