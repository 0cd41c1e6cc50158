-- Two indexes on the same columns cost twice on every write and serve once.
SELECT min(i.indexrelid::regclass::text) AS object, 'same as ' || max(i.indexrelid::regclass::text) AS fault
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE c.relnamespace::regnamespace::text IN ('helpdesk', 'audit')
GROUP BY i.indrelid, i.indkey::text, i.indclass::text, i.indoption::text, i.indcollation::text,
    pg_get_expr(i.indpred, i.indrelid), pg_get_expr(i.indexprs, i.indrelid)
HAVING count(*) > 1;
