CREATE OR REPLACE FUNCTION helpdesk.publish_calendar(p_calendar_id bigint, p_in_any_case boolean DEFAULT false)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_old bigint;
    v_id bigint;
    v_at timestamptz := helpdesk.clock();
BEGIN
    PERFORM helpdesk.lock_sla_changes(true);
    v_old := helpdesk.calendar_version_of(p_calendar_id);
    v_id := helpdesk.freeze_calendar(p_calendar_id, p_in_any_case);
    IF v_id <> v_old THEN
        INSERT INTO helpdesk.sla_change (at, calendar_id, calendar_version_id) VALUES (v_at, p_calendar_id, v_id);
        PERFORM helpdesk.change_open_sla_clocks(v_at, p_calendar_id, NULL);
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.publish_calendar IS
'Makes a new version of a calendar whose rows differ from the last, or in any case, and recomputes every open clock '
'that counts by it; returns the version in force.';
