CREATE FUNCTION api.set_department(
    ticket_id bigint,
    department_id bigint,
    version int DEFAULT NULL
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.lock_ticket(set_department.ticket_id, 'tickets.transfer', set_department.version);
    UPDATE helpdesk.ticket AS t
    SET department_id = set_department.department_id
    WHERE t.ticket_id = set_department.ticket_id;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = set_department.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_department IS
$$Move a ticket to another department

Also where the caller will not see it any more. null: to none. version: what the caller saw; refused with PD005 if the
ticket has changed since. Raises PD001, PD002, PD005, PD006.$$;
GRANT EXECUTE ON FUNCTION api.set_department TO agent, admin;
