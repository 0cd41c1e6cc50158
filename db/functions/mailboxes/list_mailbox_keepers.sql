CREATE OR REPLACE FUNCTION helpdesk.list_mailbox_keepers() RETURNS TABLE (person_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT p.person_id
    FROM helpdesk.person AS p
    JOIN helpdesk.role_permission AS r ON r.role = p.role AND r.permission = 'mailboxes.edit'
    WHERE p.is_active;
END;

COMMENT ON FUNCTION helpdesk.list_mailbox_keepers IS 'Who is told that a mailbox or the mail server has stopped.';
