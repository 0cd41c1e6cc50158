CREATE OR REPLACE FUNCTION helpdesk.sla_mode(
    p_metric text,
    p_status text,
    p_status_category text,
    p_is_deleted boolean,
    p_is_answered boolean
) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE
        WHEN p_metric = 'resolution' AND p_status_category IN ('solved', 'closed') THEN 'stop'
        WHEN p_metric <> 'resolution' AND p_is_answered THEN 'stop'
        WHEN p_is_deleted THEN 'pause'
        WHEN EXISTS (SELECT 1 FROM helpdesk.sla_pause AS p WHERE p.status = p_status AND p.metric = p_metric) THEN 'pause'
        ELSE 'run'
    END;
END;

COMMENT ON FUNCTION helpdesk.sla_mode(text, text, text, boolean, boolean) IS
'run, pause or stop: what a metric does in a status. is_answered: the first response was given, or no message of the customer waits.';
