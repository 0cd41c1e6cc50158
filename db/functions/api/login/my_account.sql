CREATE FUNCTION api.my_account() RETURNS TABLE (
    person_id bigint,
    email text,
    email_verified_at timestamptz,
    password_set_at timestamptz,
    totp_added_at timestamptz,
    recovery_codes_left bigint
)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1 SET search_path = ''
BEGIN ATOMIC
    SELECT
        p.person_id,
        p.email,
        helpdesk.email_verified_at(p.person_id),
        c.changed_at,
        t.confirmed_at,
        (SELECT count(*) FROM helpdesk.recovery_code AS r WHERE r.person_id = p.person_id AND r.used_at IS NULL)
    FROM helpdesk.person AS p
    LEFT JOIN helpdesk.credential AS c ON c.person_id = p.person_id
    LEFT JOIN helpdesk.totp AS t ON t.person_id = p.person_id
    WHERE p.person_id = helpdesk.me();
END;

COMMENT ON FUNCTION api.my_account IS
$$How the caller signs in

The address, when a link that was mailed there was first used, when the password was set and when an authenticator app
was added; null: not yet. And how many recovery codes are left.$$;
GRANT EXECUTE ON FUNCTION api.my_account TO customer, agent, admin;
