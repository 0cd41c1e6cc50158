CREATE OR REPLACE FUNCTION reports.align(
    p_columns jsonb,
    p_rows jsonb,
    p_before jsonb,
    OUT rows jsonb,
    OUT before jsonb
)
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    WITH key AS (
        SELECT
            p_columns #>> '{0,type}' = 'date' AS is_by_day,
            array_agg(c.place) FILTER (WHERE c.place = 0 OR c.type IN ('text', 'boolean')) AS places,
            count(*)::int AS width
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
    turned AS (
        SELECT k.*, row_number() OVER (PARTITION BY k.is_now, k.key ORDER BY k.number) AS turn
        FROM keyed AS k
    )
    SELECT
        coalesce(jsonb_agg(coalesce(n.value, g.value) ORDER BY n.number, b.number), '[]'),
        coalesce(jsonb_agg(b.value ORDER BY n.number, b.number), '[]')
    FROM (SELECT t.* FROM turned AS t WHERE t.is_now) AS n
    FULL JOIN (SELECT t.* FROM turned AS t WHERE NOT t.is_now) AS b ON b.key = n.key AND b.turn = n.turn
    CROSS JOIN key AS k
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(CASE WHEN p.place = ANY (k.places) THEN b.value -> p.place END ORDER BY p.place)
        FROM generate_series(0, k.width - 1) AS p(place)
        WHERE n.value IS NULL
    ) AS g(value)
    WHERE n.number IS NOT NULL OR NOT k.is_by_day;
END;

COMMENT ON FUNCTION reports.align IS
'Two periods side by side, before null where only now has a row: of a report whose first column is a day the rows at '
'the same place, what is more before left out; else those with the same texts and first column, of several at the same '
'turn. A group that only the period before had comes last, a row of its texts and nulls.';
GRANT EXECUTE ON FUNCTION reports.align TO reporter;
