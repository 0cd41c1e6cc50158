-- The rule stands in two more texts, which read many tickets at once: the policies on helpdesk.ticket
-- (schema/rights/tickets.sql) ask for the caller's keys once a statement, visible_tickets_predicate writes them in.
-- tests/rls/test_visibility.py holds the three together.
CREATE OR REPLACE FUNCTION helpdesk.ticket_access(p_ticket helpdesk.ticket, p_person_id bigint, p_role text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_visibility text;
BEGIN
    IF p_role = 'system' THEN
        RETURN 'work';
    ELSIF p_person_id IS NULL AND p_ticket.ticket_id = helpdesk.my_guest_ticket_id() THEN
        p_person_id := helpdesk.acting_person_id();
    END IF;
    IF p_ticket.deleted_at IS NOT NULL OR p_person_id IS NULL THEN
        RETURN NULL;
    ELSIF p_role IN ('agent', 'admin') THEN
        IF p_ticket.assignee_id = p_person_id THEN
            RETURN 'work';
        END IF;
        v_visibility := helpdesk.visibility_of(p_person_id, p_role);
        RETURN CASE
            WHEN v_visibility = 'all' THEN 'work'
            WHEN v_visibility = 'departments' AND (
                p_ticket.department_id IS NULL
                OR EXISTS (
                    SELECT 1
                    FROM helpdesk.department_member AS d
                    WHERE d.department_id = p_ticket.department_id AND d.person_id = p_person_id
                )
            ) THEN 'work'
            WHEN EXISTS (
                SELECT 1
                FROM helpdesk.mention AS m
                WHERE m.ticket_id = p_ticket.ticket_id AND m.mentioned_id = p_person_id
            ) OR EXISTS (
                SELECT 1
                FROM helpdesk.approval AS a
                JOIN helpdesk.approval_vote AS v USING (approval_id)
                WHERE a.ticket_id = p_ticket.ticket_id AND v.person_id = p_person_id
            ) THEN 'read'
        END;
    ELSIF p_role = 'customer' THEN
        RETURN CASE
            WHEN p_ticket.requester_id = p_person_id
                OR p_ticket.organisation_id = helpdesk.shared_organisation_id(p_person_id)
                THEN 'work'
            WHEN EXISTS (
                SELECT 1
                FROM helpdesk.ticket_participant AS p
                WHERE p.ticket_id = p_ticket.ticket_id AND p.person_id = p_person_id
            ) THEN 'read'
        END;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.ticket_access IS
'What a person in a role may do with a ticket: work (staff by visibility_of, department or as its assignee; customers '
'with their own and what their organisation shares), read (mentioned on it, asked to approve something of it, or part '
'of it by CC) or, NULL, not see it. '
'A guest with a link is nobody (NULL) and may with its one ticket what its requester may.';
