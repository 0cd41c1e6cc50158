CREATE OR REPLACE FUNCTION helpdesk.rebuild_sla_matching() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    -- Two at once would write one row of pg_proc; the second goes on when the first has committed.
    PERFORM helpdesk.take_turn('rebuild SLA matching');
    EXECUTE helpdesk.compose_sla_matching();
END
$$;

COMMENT ON FUNCTION helpdesk.rebuild_sla_matching IS
'Writes helpdesk.match_sla_policy from the policies as they are: all conditions are one statement, whose plan each '
'session keeps; the values in it are constants.';
