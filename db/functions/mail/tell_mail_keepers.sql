CREATE OR REPLACE FUNCTION helpdesk.tell_mail_keepers(p_title text, p_body text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    INSERT INTO helpdesk.notification (person_id, kind, title, body)
    SELECT p.person_id, 'mail_left_out', p_title, left(p_body, 500)
    FROM helpdesk.person AS p
    JOIN helpdesk.role_permission AS r ON r.role = p.role AND r.permission = 'mail.replay'
    WHERE p.is_active;
END;

COMMENT ON FUNCTION helpdesk.tell_mail_keepers IS 'Notifies those who may take mail in again.';
GRANT EXECUTE ON FUNCTION helpdesk.tell_mail_keepers TO worker;
