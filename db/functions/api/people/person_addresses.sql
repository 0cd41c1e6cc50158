CREATE VIEW api.person_addresses WITH (security_invoker = true) AS
SELECT
    a.email,
    a.person_id,
    EXISTS (
        SELECT FROM helpdesk.person AS p WHERE p.person_id = a.person_id AND p.email = a.email
    ) AS is_primary,
    a.verified_at,
    a.created_at
FROM helpdesk.person_address AS a
WHERE helpdesk.token_reads('person_addresses');

COMMENT ON VIEW api.person_addresses IS
$$Mail addresses of people

Mail from any of them is the person's; the primary one, people.email, is written to: set it to one of these to prefer
that. Who keeps customers adds and removes theirs, admins everybody's, customers remove their own; the primary one
stays. An address of somebody else is refused. Raises PD002, PD006, PD019, PD021.$$;
COMMENT ON COLUMN api.person_addresses.is_primary IS 'Whether it is the one that is written to.';

GRANT SELECT ON api.person_addresses TO customer, agent, admin;
GRANT INSERT (email, person_id), DELETE ON api.person_addresses TO agent, admin;
GRANT DELETE ON api.person_addresses TO customer;
