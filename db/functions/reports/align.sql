CREATE OR REPLACE FUNCTION reports.align(p_columns jsonb, p_rows jsonb, p_before jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    WITH key AS (
        SELECT
            p_columns #>> '{0,type}' = 'date' AS is_by_day,
            array_agg(c.place) FILTER (WHERE c.place = 0 OR c.type IN ('text', 'boolean')) AS places
        FROM (
            SELECT n.number::int - 1 AS place, n.value ->> 'type' AS type
            FROM jsonb_array_elements(p_columns) WITH ORDINALITY AS n(value, number)
        ) AS c
    ),
    keyed AS (
        SELECT s.is_now, r.value, r.number, CASE
            WHEN k.is_by_day THEN to_jsonb(r.number)
            ELSE (SELECT jsonb_agg(r.value -> p.place) FROM unnest(k.places) AS p(place))
        END AS key
        FROM (VALUES (true, p_rows), (false, p_before)) AS s(is_now, rows)
        CROSS JOIN key AS k
        CROSS JOIN LATERAL jsonb_array_elements(s.rows) WITH ORDINALITY AS r(value, number)
    ),
    rows AS (
        SELECT k.*, row_number() OVER (PARTITION BY k.is_now, k.key ORDER BY k.number) AS turn
        FROM keyed AS k
    )
    SELECT coalesce(jsonb_agg(b.value ORDER BY n.number), '[]')
    FROM rows AS n
    LEFT JOIN rows AS b ON b.key = n.key AND b.turn = n.turn AND NOT b.is_now
    WHERE n.is_now;
END;

COMMENT ON FUNCTION reports.align IS
'For each of p_rows its row of the period before, or null: of a report whose first column is a day the one at the same '
'place, else the one with the same texts and first column, of several the one at the same turn.';
GRANT EXECUTE ON FUNCTION reports.align TO reporter;
