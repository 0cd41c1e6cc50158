CREATE FUNCTION api.requester(api.tickets) RETURNS SETOF api.people ROWS 1
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT p.* FROM api.people AS p WHERE p.person_id = $1.requester_id;
END;

COMMENT ON FUNCTION api.requester IS
$$Whose ticket it is

For embedding: tickets?select=reference,requester(name).$$;
GRANT EXECUTE ON FUNCTION api.requester TO customer, agent, admin;
