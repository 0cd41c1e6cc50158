CREATE OR REPLACE FUNCTION helpdesk.visible_tickets_predicate(p_alias text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN CASE
        WHEN helpdesk.sees_all_tickets() THEN format('%I.deleted_at IS NULL', p_alias)
        WHEN helpdesk.me() IS NULL AND helpdesk.my_guest_ticket_id() IS NULL THEN 'false'
        WHEN helpdesk.actor_role() IN ('agent', 'admin') THEN format(
            '%1$I.deleted_at IS NULL AND (%2$s%1$I.assignee_id = %3$s OR %1$I.ticket_id = ANY (%4$L::bigint[]))',
            p_alias,
            CASE WHEN helpdesk.my_visibility() = 'departments' THEN format(
                '%1$I.department_id = ANY (%2$L::bigint[]) OR %1$I.department_id IS NULL OR ',
                p_alias, helpdesk.my_department_ids()
            ) END,
            helpdesk.me(),
            helpdesk.my_mentioned_ticket_ids()
        )
        WHEN helpdesk.actor_role() = 'customer' THEN format(
            '%1$I.deleted_at IS NULL AND (%1$I.requester_id = %2$L::bigint OR %1$I.organisation_id = %3$L::bigint'
            ' OR %1$I.ticket_id = ANY (%4$L::bigint[]))',
            p_alias, helpdesk.me(), helpdesk.my_shared_organisation_id(), helpdesk.my_participating_ticket_ids()
        )
        ELSE 'false'
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.visible_tickets_predicate IS
'SQL over helpdesk.ticket or rule_ticket as p_alias, for definer functions: which tickets the caller sees. The rule of '
'ticket_access with the caller''s keys written in, so that the planner can count on them.';
