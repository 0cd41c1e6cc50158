CREATE OR REPLACE FUNCTION helpdesk.visible_tickets_predicate() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT CASE
        WHEN helpdesk.sees_all_tickets() THEN 'v.deleted_at IS NULL'
        WHEN helpdesk.actor_role() IN ('agent', 'admin') AND helpdesk.me() IS NOT NULL THEN format(
            'v.deleted_at IS NULL AND (v.department_id = ANY (%L::bigint[]) OR v.assignee_id = %s'
            ' OR v.ticket_id = ANY (%L::bigint[]))',
            helpdesk.my_department_ids(), helpdesk.me(), helpdesk.my_mentioned_ticket_ids()
        )
        ELSE 'false'
    END;
END;

COMMENT ON FUNCTION helpdesk.visible_tickets_predicate IS
'SQL over helpdesk.rule_ticket AS v: what the calling member of staff sees; the same rule as the policies, for definer '
'functions.';
