CREATE OR REPLACE FUNCTION helpdesk.find_guest_ticket(p_email text, p_reference text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT t.ticket_id
    FROM helpdesk.ticket AS t
    JOIN helpdesk.person AS p ON p.person_id = t.requester_id
    WHERE t.reference = upper(btrim(p_reference)) AND coalesce(p.email, p.claimed_email) = lower(btrim(p_email));
END;

COMMENT ON FUNCTION helpdesk.find_guest_ticket IS
'The ticket with this reference, if its requester has, or gave, this address; else NULL.';
