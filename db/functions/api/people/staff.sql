CREATE VIEW api.staff WITH (security_invoker = true) AS
SELECT
    p.person_id,
    p.name,
    p.handle,
    p.role,
    a.is_light,
    a.desk_role,
    a.availability,
    helpdesk.is_online(p.person_id) AS is_online
FROM helpdesk.person AS p
JOIN helpdesk.agent AS a USING (person_id)
WHERE helpdesk.token_reads('staff') AND p.is_active AND p.role <> 'customer';

COMMENT ON VIEW api.staff IS
$$Active staff with online state

Everybody who can be asked for help, whatever the role. is_online: seen within setting online_within_seconds and not set
to offline.$$;
COMMENT ON COLUMN api.staff.is_online IS 'Seen within setting online_within_seconds, and not set to offline.';

GRANT SELECT ON api.staff TO agent, admin;
