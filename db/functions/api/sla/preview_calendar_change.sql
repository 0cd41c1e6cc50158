CREATE FUNCTION api.preview_calendar_change(
    calendar_id bigint,
    hours jsonb DEFAULT NULL,
    holidays jsonb DEFAULT NULL,
    time_zone text DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_last_change_id bigint := (SELECT coalesce(max(c.sla_change_id), 0) FROM helpdesk.sla_change AS c);
    v_result jsonb;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    -- The draft is written, looked at and undone: no row outlives the block, no clock is locked, and the rules are
    -- those of a real edit.
    BEGIN
        PERFORM helpdesk.draft_calendar(
            preview_calendar_change.calendar_id, preview_calendar_change.hours, preview_calendar_change.holidays,
            preview_calendar_change.time_zone
        );
        v_result := helpdesk.compare_sla_clocks(preview_calendar_change.calendar_id, NULL, v_last_change_id);
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        RETURN v_result;
    END;
END
$$;

COMMENT ON FUNCTION api.preview_calendar_change IS
$$What an edit of a calendar would change

hours as in rpc/set_calendar_hours; holidays: [{"day": "2026-12-25", "is_recurring": true}], all of them; what is left
out stays. Returns {"open_clocks", "moved", "newly_due", "no_longer_due", "clocks": the first 25 that move, by their new
due instant, with ticket_id, reference, metric, due_at, new_due_at}. Changes nothing. Raises PD001 (calendar), PD002
(permission), PD006 (time zone), PD202 (hours), PD203 (holidays).$$;
GRANT EXECUTE ON FUNCTION api.preview_calendar_change TO admin;
