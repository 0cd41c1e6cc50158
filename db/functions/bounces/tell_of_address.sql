CREATE OR REPLACE FUNCTION helpdesk.tell_of_address(p_kind text, p_ticket_id bigint, p_title text, p_body text)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.notification (person_id, kind, title, body)
    SELECT p.person_id, p_kind, left(p_title, 500), p_body
    FROM helpdesk.person AS p
    JOIN helpdesk.role_permission AS r ON r.role = p.role AND r.permission = 'mail.addresses'
    WHERE p.is_active AND p.role = 'admin' AND NOT EXISTS (
        SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id AND t.assignee_id IS NOT NULL
    );
END;

COMMENT ON FUNCTION helpdesk.tell_of_address IS
'Tells administrators of an address, unless somebody works on the ticket: for them the ticket''s event rings.';
