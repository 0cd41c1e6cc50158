CREATE OR REPLACE FUNCTION helpdesk.lock_sla_changes(p_is_change boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_is_change THEN
        LOCK TABLE helpdesk.sla_change IN EXCLUSIVE MODE;
    ELSE
        LOCK TABLE helpdesk.sla_change IN ROW SHARE MODE;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_sla_changes IS
'Writers of events share this lock and never wait for each other, nor for new versions of calendars and policies; who '
'writes all clocks anew takes it alone. '
'A table''s lock: any login can hold an advisory one, and with it all events.';
