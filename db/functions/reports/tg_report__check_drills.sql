-- A trigger, since what may be compared is in rows; at the end, since these may be written later than the report.
CREATE OR REPLACE FUNCTION helpdesk.tg_report__check_drills() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_wrong text;
BEGIN
    SELECT min(CASE
        WHEN NOT NEW.columns @> jsonb_build_array(jsonb_build_object('name', d.key))
            THEN format('report %s leads to tickets from %s, which is no column of it', NEW.report, d.key)
        WHEN t.operators IS NULL
            THEN format('report %s leads to tickets by %s, which is no field of conditions', NEW.report, c.value ->> 0)
        WHEN (c.value ->> 1 = ANY (t.operators)) IS NOT TRUE
            THEN format('report %s compares %s by %s, which does not fit', NEW.report, c.value ->> 0, c.value ->> 1)
        WHEN NOT NEW.columns @> jsonb_build_array(jsonb_build_object('name', m.names[1]))
            AND (NEW.period_days IS NULL OR m.names[1] NOT IN ('from', 'to'))
            THEN format('report %s leads to tickets by {%s}, which is no column of it', NEW.report, m.names[1])
    END) INTO v_wrong
    FROM jsonb_each(NEW.drills) AS d
    CROSS JOIN jsonb_array_elements(d.value) AS c
    LEFT JOIN helpdesk.condition_field AS f ON f.field = c.value ->> 0
    LEFT JOIN helpdesk.condition_type AS t USING (value_type)
    LEFT JOIN regexp_matches((c.value -> 2)::text, '\{#?([a-z_]+)\}', 'g') AS m(names) ON true;
    IF v_wrong IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD180', v_wrong);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_report__check_drills IS
'Sees that drills of a report lead from its columns to tickets by fields and operators of conditions. Raises PD180.';
