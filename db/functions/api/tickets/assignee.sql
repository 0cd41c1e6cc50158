CREATE FUNCTION api.assignee(api.tickets) RETURNS SETOF api.people ROWS 1
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.* FROM api.people AS p WHERE p.person_id = $1.assignee_id;
END;

COMMENT ON FUNCTION api.assignee IS
$$Who owns a ticket

For embedding: tickets?select=reference,assignee(name). Customers see people other than themselves by name only:
assignee_name.$$;
GRANT EXECUTE ON FUNCTION api.assignee TO customer, agent, admin;
