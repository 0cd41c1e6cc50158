CREATE OR REPLACE FUNCTION helpdesk.match_webhook(p_webhook helpdesk.webhook, p_events text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN format(
    'SELECT array_agg(i.event_id)
     FROM %s AS i
     JOIN helpdesk.rule_ticket AS v ON v.ticket_id = i.ticket_id
     CROSS JOIN LATERAL (SELECT helpdesk.event_facts(i) AS event) AS x
     WHERE $3 && ARRAY[i.kind, ''*''] AND (%s)',
    p_events, (p_webhook).predicate
);

COMMENT ON FUNCTION helpdesk.match_webhook IS
'The statement by which a webhook chooses of table p_events (alias i) what it is told of; $1: its conditions, $2: the '
'instant, $3: its events.';
