CREATE VIEW api.preferences WITH (security_invoker = true) AS
SELECT
    p.key,
    p.value_type,
    coalesce(o.value, p.default_value) AS value_in_force,
    o.value,
    p.default_value,
    p.allowed,
    p.description
FROM helpdesk.preference AS p
LEFT JOIN helpdesk.person_preference AS o ON o.key = p.key AND o.person_id = (SELECT helpdesk.me())
WHERE helpdesk.token_reads('preferences');

COMMENT ON VIEW api.preferences IS
$$What the caller has chosen for pages

A row a key, with the values that it takes. rpc/set_preferences changes them. Language and time zone are in people,
availability and signature in agents, notices in notification_preferences and digest_preferences.$$;
COMMENT ON COLUMN api.preferences.value_in_force IS 'What counts now: value, else default_value.';

GRANT SELECT ON api.preferences TO customer, agent, admin;
