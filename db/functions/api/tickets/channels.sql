CREATE VIEW api.channels WITH (security_invoker = true) AS
SELECT
    c.channel,
    c.label
FROM helpdesk.channel AS c
WHERE helpdesk.token_reads('channels');

COMMENT ON VIEW api.channels IS
$$Channels by which tickets and messages arrive$$;

GRANT SELECT ON api.channels TO anon, customer, agent, admin;
