INSERT INTO helpdesk.schedule AS s (name, cron, call, description) VALUES
    ('evaluate_escalations', '*/5 * * * *', 'helpdesk.sweep_rules(''escalation'')', 'Runs the escalation rules over unsolved tickets.'),
    ('run_automations', '*/10 * * * *', 'helpdesk.sweep_rules(''automation'')', 'Runs the automations over unclosed tickets.'),
    ('run_workflows', '* * * * *', 'helpdesk.run_workflows()', 'Runs workflows that are due after a delay, or that no worker has taken.')
ON CONFLICT (name) DO UPDATE SET call = excluded.call, description = excluded.description
WHERE (s.call, s.description) IS DISTINCT FROM (excluded.call, excluded.description);

INSERT INTO helpdesk.saved_view AS v (slug, name, conditions, predicate, sort, shared_with, position)
VALUES
    ('my_tickets', 'My tickets',
     '{"all": [{"field": "assignee_id", "operator": "is", "value": "@me"}, {"field": "is_open", "operator": "is", "value": true}, {"field": "is_snoozed", "operator": "is", "value": false}]}',
     '', 'updated_at.desc', 'agent', 10),
    ('unassigned', 'Unassigned',
     '{"all": [{"field": "assignee_id", "operator": "is_empty", "value": true}, {"field": "is_open", "operator": "is", "value": true}, {"field": "is_snoozed", "operator": "is", "value": false}]}',
     '', 'updated_at.desc', 'agent', 20),
    ('urgent', 'Urgent',
     '{"all": [{"field": "priority", "operator": "in", "value": ["urgent", "critical"]}, {"field": "is_open", "operator": "is", "value": true}, {"field": "is_snoozed", "operator": "is", "value": false}]}',
     '', 'updated_at.desc', 'agent', 30),
    ('sla_breaching', 'SLA breaching',
     '{"all": [{"field": "is_open", "operator": "is", "value": true}, {"field": "sla.is_at_risk", "operator": "is", "value": true}]}',
     '', 'updated_at.desc', 'agent', 40),
    ('escalated_to_me', 'Escalated to me',
     '{"all": [{"field": "is_escalated_to_me", "operator": "is", "value": true}, {"field": "is_open", "operator": "is", "value": true}]}',
     '', 'updated_at.desc', 'agent', 50),
    ('waiting_on_me', 'Waiting on me',
     '{"all": [{"field": "assignee_id", "operator": "is", "value": "@me"}, {"field": "status_category", "operator": "in", "value": ["new", "open"]}, {"field": "is_snoozed", "operator": "is", "value": false}]}',
     '', 'updated_at.desc', 'agent', 60)
ON CONFLICT (slug) DO NOTHING;
