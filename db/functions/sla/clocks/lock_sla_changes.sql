CREATE OR REPLACE FUNCTION helpdesk.lock_sla_changes(p_is_change boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_is_change THEN
        PERFORM pg_advisory_xact_lock(hashtext('helpdesk.sla_change'), 0);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtext('helpdesk.sla_change'), 0);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_sla_changes IS
'Writers of events share this lock and never wait for each other; a new version of a calendar or policy takes it '
'alone, so that no clock is started meanwhile that it would miss. It then waits for clocks only, never for tickets.';
