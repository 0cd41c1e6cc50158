-- A trigger, so that the next ticket is matched by what the last statement wrote, whoever wrote it.
CREATE OR REPLACE FUNCTION helpdesk.tg_sla_policy__rebuild() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.rebuild_sla_matching();
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_sla_policy__rebuild IS
'Makes the statement that matches policies anew when one has changed.';
