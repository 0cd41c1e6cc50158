-- What lies outside the schema that was api and depends on something inside it.
WITH member AS (
    SELECT 'pg_class'::regclass AS classid, c.oid
    FROM pg_class AS c WHERE c.relnamespace = %(old)s::regnamespace
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid FROM pg_proc AS p WHERE p.pronamespace = %(old)s::regnamespace
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid FROM pg_type AS t WHERE t.typnamespace = %(old)s::regnamespace
)
SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid)
FROM pg_depend AS d
JOIN member AS m ON m.classid = d.refclassid AND m.oid = d.refobjid
CROSS JOIN (SELECT 'pg_class'::regclass AS oid) AS c
LEFT JOIN pg_rewrite AS w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
LEFT JOIN pg_trigger AS g ON d.classid = 'pg_trigger'::regclass AND g.oid = d.objid
LEFT JOIN member AS inside
    ON inside.oid = coalesce(w.ev_class, g.tgrelid, d.objid)
   AND inside.classid = CASE WHEN coalesce(w.oid, g.oid) IS NULL THEN d.classid ELSE c.oid END
WHERE d.deptype = 'n' AND inside.oid IS NULL
