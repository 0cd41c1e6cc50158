CREATE OR REPLACE FUNCTION helpdesk.publish_calendar(p_calendar_id bigint, p_in_any_case boolean DEFAULT false)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_old bigint;
    v_id bigint;
    v_change helpdesk.sla_change;
BEGIN
    -- One publication after another; it waits for no writer of events, and none for it.
    LOCK TABLE helpdesk.sla_change IN SHARE UPDATE EXCLUSIVE MODE;
    v_old := helpdesk.calendar_version_of(p_calendar_id);
    v_id := helpdesk.freeze_calendar(p_calendar_id, p_in_any_case);
    IF v_id <> v_old THEN
        INSERT INTO helpdesk.sla_change (at, calendar_id, calendar_version_id)
        VALUES (helpdesk.clock(), p_calendar_id, v_id)
        RETURNING * INTO v_change;
        PERFORM helpdesk.start_sla_change(v_change);
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.publish_calendar IS
'Makes a new version of a calendar whose rows differ from the last, or in any case, which every open clock that counts '
'by it then follows (start_sla_change); returns the version in force.';
