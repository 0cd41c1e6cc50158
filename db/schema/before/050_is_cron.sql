CREATE OR REPLACE FUNCTION helpdesk.is_cron(p_cron text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT cardinality(f.field) = 5
        AND helpdesk.cron_field(f.field[1], 0, 59) IS NOT NULL
        AND helpdesk.cron_field(f.field[2], 0, 23) IS NOT NULL
        AND helpdesk.cron_field(f.field[3], 1, 31) IS NOT NULL
        AND helpdesk.cron_field(f.field[4], 1, 12) IS NOT NULL
        AND helpdesk.cron_field(f.field[5], 0, 7) IS NOT NULL
        -- 30 February never comes, unless weekdays of February are named as well.
        AND (
            f.field[3] !~ '^\*' AND f.field[5] !~ '^\*'
            OR (SELECT min(d.day) FROM unnest(helpdesk.cron_field(f.field[3], 1, 31)) AS d(day)) <= (
                SELECT max(CASE WHEN m.month = 2 THEN 29 WHEN m.month IN (4, 6, 9, 11) THEN 30 ELSE 31 END)
                FROM unnest(helpdesk.cron_field(f.field[4], 1, 12)) AS m(month)
            )
        )
    FROM (SELECT string_to_array(p_cron, ' ')) AS f(field);
END;

COMMENT ON FUNCTION helpdesk.is_cron IS
'Whether p_cron has the five fields of cron (minute, hour, day, month, weekday), all of numbers, and names a time that '
'comes.';
GRANT EXECUTE ON FUNCTION helpdesk.is_cron TO admin;
