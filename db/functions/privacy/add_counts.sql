CREATE OR REPLACE FUNCTION helpdesk.add_counts(p_some jsonb, p_more jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
RETURN (
    SELECT coalesce(jsonb_object_agg(s.key, s.total), '{}')
    FROM (
        SELECT e.key, sum(e.value::bigint) AS total
        FROM (SELECT * FROM jsonb_each_text(p_some) UNION ALL SELECT * FROM jsonb_each_text(p_more)) AS e
        GROUP BY e.key
        HAVING sum(e.value::bigint) > 0
    ) AS s
);

COMMENT ON FUNCTION helpdesk.add_counts IS 'Adds the numbers of two objects by key, without those that are 0.';
