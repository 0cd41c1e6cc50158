CREATE VIEW api.tickets WITH (security_invoker = true) AS
SELECT
    t.ticket_id,
    t.reference,
    t.subject,
    t.description,
    t.status,
    t.status_category,
    t.priority,
    t.priority_rank,
    t.ticket_type,
    t.channel,
    t.requester_id,
    t.organisation_id,
    t.department_id,
    t.assignee_id,
    t.merged_into_id,
    t.snoozed_until,
    t.is_spam,
    t.is_unverified,
    t.language,
    t.due_at,
    t.next_due_at,
    CASE
        WHEN helpdesk.actor_role() IN ('anon', 'customer') THEN NULL
        WHEN t.next_due_at <= helpdesk.clock() THEN 'breached'
        ELSE t.sla_state
    END AS sla_state,
    t.version,
    t.created_at,
    t.updated_at,
    t.first_response_at,
    t.last_message_at,
    t.resolved_at,
    t.closed_at,
    t.reopened_at,
    -- A verb returns this row as its owner, to whom no policy applies.
    helpdesk.actor_role() NOT IN ('anon', 'customer')
        -- Not by EXISTS: the planner may hash that, which reads all mentions.
        AND (SELECT true FROM helpdesk.ticket_mention AS m WHERE m.ticket_id = t.ticket_id LIMIT 1) IS NOT NULL
        AS has_mention,
    helpdesk.actor_role() NOT IN ('anon', 'customer') AND (
        SELECT true FROM helpdesk.ticket_mention AS m WHERE m.ticket_id = t.ticket_id AND m.is_alert LIMIT 1
    ) IS NOT NULL AS has_alert,
    (SELECT p.name FROM helpdesk.named_person AS p WHERE p.person_id = t.requester_id) AS requester_name,
    (SELECT p.name FROM helpdesk.named_person AS p WHERE p.person_id = t.assignee_id) AS assignee_name,
    ARRAY(
        SELECT g.name
        FROM helpdesk.tag_of_ticket AS g
        WHERE g.ticket_id = t.ticket_id AND (g.is_public OR helpdesk.actor_role() NOT IN ('anon', 'customer'))
        ORDER BY g.name
    ) AS tags,
    (
        SELECT true
        FROM helpdesk.follower_of_ticket AS f
        WHERE f.ticket_id = t.ticket_id AND f.person_id = (SELECT helpdesk.me())
    ) IS NOT NULL AS is_followed
FROM helpdesk.ticket AS t
WHERE helpdesk.token_reads('tickets');

COMMENT ON VIEW api.tickets IS
$$Tickets

Agents see all, or their departments' (setting agent_visibility), and those on which they were mentioned; customers
their own and, where shared, their organisation's. POST opens one as rpc/create_ticket does, which takes tags, custom
fields and the address of a guest, too. PATCH what may be edited; a body with version is refused (PD005) if
the ticket has changed since. Raises PD002 (permission), PD003 (transition), PD004 (required field), PD007 (assignee),
PD009 (fixed column), PD018 (more than 1,000 tickets at once: rpc/change_tickets). The row that POST or PATCH returns is
of before its SLA clocks moved and its followers were added; verbs return it after. Embed requester(name) and
assignee(name).$$;
COMMENT ON COLUMN api.tickets.next_due_at IS
'The earliest instant at which an open SLA clock is, or was, due; null: no time is running out. Customers see it, too: '
'with due_at all that they see of what is promised.';
COMMENT ON COLUMN api.tickets.sla_state IS
'The worst of the open SLA clocks now: running, paused, warned, breached; null: nothing is promised any more. Null to
customers.';
COMMENT ON COLUMN api.tickets.requester_name IS 'Name of the requester.';
COMMENT ON COLUMN api.tickets.assignee_name IS 'Name of who owns it; null: nobody.';
COMMENT ON COLUMN api.tickets.tags IS
'Names of its tags, in order; to customers those that are public. A change of them counts version, and updated_at '
'stays.';
COMMENT ON COLUMN api.tickets.is_followed IS 'Whether the caller follows it.';
COMMENT ON COLUMN api.tickets.has_mention IS
'The @ indicator: somebody was mentioned on the ticket. False to customers.';
COMMENT ON COLUMN api.tickets.has_alert IS
'The bell indicator: a request for help is not addressed yet. False to customers.';

GRANT SELECT ON api.tickets TO customer, agent, admin;
GRANT INSERT (
    ticket_id, subject, description, status, priority, ticket_type, channel, requester_id, department_id, assignee_id,
    language, due_at
)
    ON api.tickets TO customer, agent, admin;
GRANT UPDATE (
    ticket_id, subject, description, status, priority, ticket_type, requester_id, department_id, assignee_id, language,
    due_at, version
)
    ON api.tickets TO agent, admin;
