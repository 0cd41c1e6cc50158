CREATE FUNCTION api.enter() RETURNS SETOF api.people
LANGUAGE sql VOLATILE ROWS 1
BEGIN ATOMIC
    SELECT p.* FROM api.people AS p WHERE p.person_id = helpdesk.me();
END;

COMMENT ON FUNCTION api.enter IS
$$Come in as a host's user

For tokens of a host that names its own users: makes the person whom the token names, as any other request that is not
a GET does, and returns it as rpc/me. GET requests of somebody who is not known yet are refused with PD093.$$;
GRANT EXECUTE ON FUNCTION api.enter TO customer, agent, admin;
