CREATE OR REPLACE FUNCTION helpdesk.last_exported_ticket(p_after bigint, p_limit int) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (SELECT max(n.ticket_id)
    FROM (
        SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE t.ticket_id > p_after ORDER BY t.ticket_id LIMIT p_limit
    ) AS n);
END
$$;

COMMENT ON FUNCTION helpdesk.last_exported_ticket IS
'The last ticket of the page of list_exported_events that begins behind p_after; null: there is none.';
GRANT EXECUTE ON FUNCTION helpdesk.last_exported_ticket TO worker;
