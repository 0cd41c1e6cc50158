-- Choices refer to the ticket by way of ticket_custom_fields, from which an API cannot tell it.
CREATE FUNCTION api.ticket_custom_choices(ticket api.tickets) RETURNS SETOF api.ticket_custom_choices
LANGUAGE sql STABLE ROWS 3
BEGIN ATOMIC
    SELECT * FROM api.ticket_custom_choices AS c WHERE c.ticket_id = (ticket).ticket_id;
END;

COMMENT ON FUNCTION api.ticket_custom_choices IS
'The options chosen in a ticket''s multi_select fields, to be embedded and filtered by: '
'/tickets?select=reference,ticket_custom_choices!inner(value)&ticket_custom_choices.value=eq.linux.';
GRANT EXECUTE ON FUNCTION api.ticket_custom_choices TO customer, agent, admin;
