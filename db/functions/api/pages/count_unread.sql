CREATE FUNCTION api.count_unread() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.count_unread();
END
$$;

COMMENT ON FUNCTION api.count_unread IS
$$What the caller has not read

{"notifications": of the bell, "mentions": not read, "requests": for help, not addressed, "approvals": that
wait for the caller's decision}; 1000: or more.$$;
GRANT EXECUTE ON FUNCTION api.count_unread TO customer, agent, admin;
