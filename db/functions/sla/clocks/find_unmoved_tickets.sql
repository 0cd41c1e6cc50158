CREATE OR REPLACE FUNCTION helpdesk.find_unmoved_tickets(
    p_change helpdesk.sla_change,
    p_after_ticket_id bigint,
    p_limit int
) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
-- In the order of the key: else each batch would read all open clocks.
SET enable_sort = off SET enable_hashagg = off
AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT c.ticket_id
        FROM helpdesk.list_unmoved_sla_clocks(p_change) AS c
        WHERE c.ticket_id > p_after_ticket_id
        ORDER BY c.ticket_id
        LIMIT p_limit
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_unmoved_tickets IS
'The next tickets, in the order of their keys, with clocks that have yet to follow a change.';
