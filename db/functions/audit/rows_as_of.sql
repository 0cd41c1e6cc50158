-- This goes backwards from the row as it is: undoing needs no row of the insert, so it also works for rows that were
-- loaded without triggers. A transaction's changes bear the instant at which it began, so one that waited for a lock
-- wrote later, with an earlier instant: it counts from the change that it waited for (a day is enough for that; without
-- a bound each month's partition would be read).
CREATE OR REPLACE FUNCTION audit.rows_as_of(p_table text, p_keys text[], p_rows jsonb[], p_at timestamptz)
RETURNS TABLE (row_key text, row_then jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN QUERY
    SELECT k.row_key, r.row_then
    FROM unnest(p_keys, p_rows) AS k(row_key, row_now)
    CROSS JOIN LATERAL (
        SELECT
            (array_agg(c.action ORDER BY c.change_id) FILTER (WHERE c.action <> 'update'))[1] AS first_action,
            -- The last value of a column stays: the one that the earliest change replaced.
            jsonb_object_agg(o.key, o.value ORDER BY c.change_id DESC) FILTER (WHERE o.key IS NOT NULL) AS old_values
        FROM (
            SELECT a.change_id, a.action, a.old_values, max(a.at) OVER (ORDER BY a.change_id) AS counts_from
            FROM audit.change AS a
            WHERE a.table_name = p_table AND a.row_key = k.row_key AND a.at > p_at - interval '1 day'
        ) AS c
        LEFT JOIN LATERAL jsonb_each(c.old_values) AS o ON true
        WHERE c.counts_from > p_at
    ) AS u
    CROSS JOIN LATERAL (SELECT coalesce(k.row_now, '{}') || coalesce(u.old_values, '{}') AS row_then) AS r
    WHERE CASE u.first_action WHEN 'insert' THEN false WHEN 'delete' THEN true ELSE k.row_now IS NOT NULL END
        AND coalesce((r.row_then ->> 'created_at')::timestamptz <= p_at, true);
END
$$;

COMMENT ON FUNCTION audit.rows_as_of IS
'Rows of a table as they were at p_at, from their keys and what they are now (null: deleted); without those that were '
'not there.';
