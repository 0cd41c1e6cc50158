CREATE OR REPLACE FUNCTION audit.recorded_from(p_table text, p_row_key text) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    RETURN (
        SELECT coalesce(
            greatest(min(c.at) FILTER (WHERE c.action = 'insert'), (SELECT max(g.until_at) FROM audit.gap AS g)),
            min(c.at),
            helpdesk.clock()
        )
        FROM audit.change AS c
        WHERE c.table_name = p_table AND c.row_key = p_row_key
    );
END
$$;

COMMENT ON FUNCTION audit.recorded_from IS
'Since when every change of a row is in the audit log: its insert, or the end of the last gap; if neither is known, '
'its first change.';
