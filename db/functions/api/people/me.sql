CREATE FUNCTION api.me() RETURNS SETOF api.people
LANGUAGE sql STABLE ROWS 1
BEGIN ATOMIC
    SELECT p.* FROM api.people AS p WHERE p.person_id = helpdesk.me();
END;

COMMENT ON FUNCTION api.me IS
$$The caller

A row of people; none for a token without a person.$$;
GRANT EXECUTE ON FUNCTION api.me TO customer, agent, admin;
