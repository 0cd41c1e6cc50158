-- A notice refers to its event and ticket by one key, from which an API cannot tell the ticket.
CREATE FUNCTION api.tickets(notification api.notifications) RETURNS SETOF api.tickets
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT * FROM api.tickets AS t WHERE t.ticket_id = (notification).ticket_id;
END;

COMMENT ON FUNCTION api.tickets IS
'The ticket of a notice, to be embedded: /notifications?select=title,tickets(reference,status).';
GRANT EXECUTE ON FUNCTION api.tickets TO customer, agent, admin;
