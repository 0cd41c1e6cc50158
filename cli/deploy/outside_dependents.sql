-- What depends on something inside schema %(of)s and lies outside the schemas that the deploy drops.
WITH member AS (
    SELECT 'pg_class'::regclass AS classid, c.oid, c.relnamespace AS schema FROM pg_class AS c
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, p.pronamespace FROM pg_proc AS p
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, t.typnamespace FROM pg_type AS t
)
SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid)
FROM pg_depend AS d
JOIN member AS m ON m.classid = d.refclassid AND m.oid = d.refobjid AND m.schema = to_regnamespace(%(of)s)
LEFT JOIN pg_rewrite AS w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
LEFT JOIN pg_trigger AS g ON d.classid = 'pg_trigger'::regclass AND g.oid = d.objid
WHERE d.deptype = 'n' AND (
    CASE WHEN coalesce(w.oid, g.oid) IS NULL THEN d.classid ELSE 'pg_class'::regclass END,
    coalesce(w.ev_class, g.tgrelid, d.objid)
) NOT IN ( -- hashed, where NOT EXISTS is a scan for each: nothing is known of how many there are
    SELECT inside.classid, inside.oid
    FROM member AS inside
    WHERE inside.schema = ANY (ARRAY(SELECT to_regnamespace(s.name) FROM unnest(%(dropped)s::text[]) AS s (name)))
)
