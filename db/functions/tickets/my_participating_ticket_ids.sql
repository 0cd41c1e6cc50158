CREATE OR REPLACE FUNCTION helpdesk.my_participating_ticket_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY(
        SELECT p.ticket_id
        FROM helpdesk.ticket_participant AS p
        WHERE p.person_id = helpdesk.me()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_participating_ticket_ids IS
'Tickets in which the caller takes part by CC, for the policies.';
GRANT EXECUTE ON FUNCTION helpdesk.my_participating_ticket_ids TO customer;
