CREATE VIEW api.agent_capacities WITH (security_invoker = true) AS
SELECT
    a.person_id,
    a.channel,
    a.max_open
FROM helpdesk.agent_capacity AS a
WHERE helpdesk.token_reads('agent_capacities');

COMMENT ON VIEW api.agent_capacities IS
$$How many open tickets of a channel somebody takes

No row: no limit. agents.max_open limits all channels together. Open is what is neither solved nor closed, snoozed
tickets too; counted anew each time. Routing never goes above; by hand, see setting assign_above_capacity.$$;

GRANT SELECT ON api.agent_capacities TO agent, admin;
GRANT INSERT (person_id, channel, max_open) ON api.agent_capacities TO admin;
GRANT UPDATE (max_open) ON api.agent_capacities TO admin;
GRANT DELETE ON api.agent_capacities TO admin;
