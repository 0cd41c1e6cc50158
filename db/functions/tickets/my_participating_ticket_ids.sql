CREATE OR REPLACE FUNCTION helpdesk.my_participating_ticket_ids() RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF helpdesk.me() IS NULL THEN
        RETURN array_remove(ARRAY[helpdesk.my_guest_ticket_id()], NULL);
    END IF;
    RETURN ARRAY(
        SELECT p.ticket_id
        FROM helpdesk.ticket_participant AS p
        WHERE p.person_id = helpdesk.me()
    );
END
$$;

COMMENT ON FUNCTION helpdesk.my_participating_ticket_ids IS
'Tickets in which the caller takes part by CC, or as a guest by a link, for the policies.';
GRANT EXECUTE ON FUNCTION helpdesk.my_participating_ticket_ids TO customer;
