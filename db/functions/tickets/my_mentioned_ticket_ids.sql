CREATE OR REPLACE FUNCTION helpdesk.my_mentioned_ticket_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT m.ticket_id
        FROM helpdesk.mention AS m
        WHERE m.mentioned_id = helpdesk.me()
        UNION
        SELECT a.ticket_id
        FROM helpdesk.approval_vote AS v
        JOIN helpdesk.approval AS a USING (approval_id)
        WHERE v.person_id = helpdesk.me()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_mentioned_ticket_ids IS
'Tickets on which the caller was mentioned or asked for help or approval: visible whatever their department.';
GRANT EXECUTE ON FUNCTION helpdesk.my_mentioned_ticket_ids TO agent, admin;
