CREATE FUNCTION api.my_account() RETURNS TABLE (
    person_id bigint,
    email text,
    email_verified_at timestamptz,
    password_set_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = ''
BEGIN ATOMIC
    SELECT p.person_id, p.email, helpdesk.email_verified_at(p.person_id), c.changed_at
    FROM helpdesk.person AS p
    LEFT JOIN helpdesk.credential AS c ON c.person_id = p.person_id
    WHERE p.person_id = helpdesk.me();
END;

COMMENT ON FUNCTION api.my_account IS
$$How the caller signs in

The address, when a link that was mailed there was first used, and when the password was set; null: not yet.$$;
GRANT EXECUTE ON FUNCTION api.my_account TO customer, agent, admin;
