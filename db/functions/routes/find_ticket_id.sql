CREATE OR REPLACE FUNCTION helpdesk.find_ticket_id(p_reference text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT t.ticket_id FROM helpdesk.ticket AS t WHERE t.reference = upper(p_reference);
END;

COMMENT ON FUNCTION helpdesk.find_ticket_id IS
'The ticket that people call by this reference, in whatever case; null: there is none. Whoever asks on with the id is '
'asked for the right to see it.';
GRANT EXECUTE ON FUNCTION helpdesk.find_ticket_id TO worker;
