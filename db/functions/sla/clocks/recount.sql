CREATE OR REPLACE FUNCTION helpdesk.recount(p_limit int DEFAULT 5000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_ticket_ids bigint[] := ARRAY(SELECT w.ticket_id FROM helpdesk.list_wrong_copies(p_limit) AS w);
BEGIN
    PERFORM helpdesk.show_sla(v_ticket_ids);
    RETURN helpdesk.job_has_more(cardinality(v_ticket_ids), p_limit);
END
$$;

COMMENT ON FUNCTION helpdesk.recount IS
'Makes anew what up to p_limit tickets keep as a copy of their SLA clocks, where it is another; returns of how many.';
GRANT EXECUTE ON FUNCTION helpdesk.recount TO worker;
