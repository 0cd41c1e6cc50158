CREATE VIEW api.digest_preferences WITH (security_invoker = true) AS
SELECT
    d.person_id,
    d.period,
    d.hour
FROM helpdesk.digest_preference AS d
WHERE helpdesk.token_reads('digest_preferences');

ALTER VIEW api.digest_preferences ALTER COLUMN person_id SET DEFAULT helpdesk.me();

COMMENT ON VIEW api.digest_preferences IS
$$Whether the caller gets mail notices gathered

period: hourly, daily or weekly (Mondays); hour: local. Without a row the mails come one by one. person_id: default the
caller.$$;

GRANT SELECT ON api.digest_preferences TO customer, agent, admin;
GRANT INSERT (person_id, period, hour) ON api.digest_preferences TO customer, agent, admin;
GRANT UPDATE (person_id, period, hour) ON api.digest_preferences TO customer, agent, admin;
GRANT DELETE ON api.digest_preferences TO customer, agent, admin;
