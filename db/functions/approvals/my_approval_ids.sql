CREATE OR REPLACE FUNCTION helpdesk.my_approval_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT v.approval_id
        FROM helpdesk.approval_vote AS v
        JOIN helpdesk.approval AS a USING (approval_id)
        JOIN helpdesk.ticket AS t USING (ticket_id)
        WHERE v.person_id = helpdesk.me() AND t.deleted_at IS NULL
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_approval_ids IS
'Approvals for which the caller was asked, for the policies: customers need not see the ticket.';
GRANT EXECUTE ON FUNCTION helpdesk.my_approval_ids TO customer;
