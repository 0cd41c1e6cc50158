CREATE OR REPLACE FUNCTION helpdesk.person_sees_ticket(p_person_id bigint, p_ticket_id bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.setting_text('agent_visibility') = 'all' OR EXISTS (
        SELECT 1
        FROM helpdesk.ticket AS t
        JOIN helpdesk.person AS p ON p.person_id = p_person_id
        WHERE t.ticket_id = p_ticket_id AND (
            p.role = 'admin'
            OR t.assignee_id = p_person_id
            OR EXISTS (
                SELECT 1
                FROM helpdesk.department_member AS d
                WHERE d.department_id = t.department_id AND d.person_id = p_person_id
            )
            OR EXISTS (
                SELECT 1 FROM helpdesk.mention AS m WHERE m.ticket_id = t.ticket_id AND m.mentioned_id = p_person_id
            )
        )
    );
END
$$;

COMMENT ON FUNCTION helpdesk.person_sees_ticket IS
'Whether a member of staff sees a ticket, whoever asks: so that notices do not tell what the ticket itself would not.';
