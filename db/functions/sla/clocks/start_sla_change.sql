CREATE OR REPLACE FUNCTION helpdesk.start_sla_change(p_change helpdesk.sla_change) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_limit int := helpdesk.setting_int('sla.move_at_once');
    v_count bigint := (SELECT count(*) FROM helpdesk.list_unmoved_sla_clocks(p_change));
BEGIN
    UPDATE helpdesk.sla_change AS c SET open_clocks = v_count WHERE c.sla_change_id = p_change.sla_change_id;
    IF v_count <= v_limit THEN
        PERFORM helpdesk.move_sla_tickets(
            p_change, ARRAY(SELECT DISTINCT c.ticket_id FROM helpdesk.list_unmoved_sla_clocks(p_change) AS c)
        );
    ELSE
        PERFORM helpdesk.enqueue('run_job', jsonb_build_array('move_sla_clocks', NULL), 'batches');
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.start_sla_change IS
'Lets open clocks follow a change in the transaction that makes it, if they are no more than setting sla.move_at_once '
'says; else the worker moves them from its commit on. What somebody holds is left to that job in any case.';
