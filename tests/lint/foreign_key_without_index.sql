-- Deleting or renaming a referenced row scans each table that references it without an index.
SELECT c.conrelid::regclass AS object, c.conname || ' has no index' AS fault
FROM pg_constraint AS c
WHERE c.contype = 'f'
    AND c.connamespace::regnamespace::text IN ('helpdesk', 'audit')
    AND c.conparentid = 0
    AND NOT EXISTS (
        SELECT 1
        FROM pg_index AS i
        WHERE i.indrelid = c.conrelid
            AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
            AND (
                i.indpred IS NULL
                OR pg_get_expr(i.indpred, i.indrelid) = (
                    SELECT format('(%I IS NOT NULL)', a.attname)
                    FROM pg_attribute AS a
                    WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                )
            )
    );
