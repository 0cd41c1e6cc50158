CREATE OR REPLACE FUNCTION helpdesk.swept_tickets_predicate(p_kind text) RETURNS text
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = ''
RETURN CASE p_kind
    WHEN 'escalation' THEN 'v.status_category NOT IN (''solved'', ''closed'')'
    WHEN 'automation' THEN 'v.status_category <> ''closed'''
    ELSE 'true'
END;

COMMENT ON FUNCTION helpdesk.swept_tickets_predicate IS
'SQL over helpdesk.rule_ticket AS v: what a kind of rule looks at; escalation rules at unsolved, automations at '
'unclosed tickets.';
