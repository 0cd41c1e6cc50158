CREATE OR REPLACE FUNCTION helpdesk.person_sees_ticket(p_person_id bigint, p_ticket helpdesk.ticket) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    p_ticket.deleted_at := NULL;
    RETURN helpdesk.ticket_access(
        p_ticket, p_person_id, (SELECT p.role FROM helpdesk.person AS p WHERE p.person_id = p_person_id)
    ) IS NOT NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.person_sees_ticket IS
'Whether a person sees a ticket, or saw it before it was deleted, whoever asks: so that notices do not tell what the '
'ticket itself would not.';
