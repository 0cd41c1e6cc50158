CREATE OR REPLACE FUNCTION helpdesk.note_template_failure(p_kind text, p_language text, p_version int, p_failure text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.mail_template AS t
    SET failed_at = helpdesk.clock(), failure = left(p_failure, 1000)
    WHERE (t.kind, t.language, t.version) = (p_kind, p_language, p_version) AND t.failed_at IS NULL;
    IF FOUND THEN
        INSERT INTO helpdesk.notification (person_id, kind, title, body)
        SELECT
            p.person_id, 'mail_template_failed',
            format('The text of mails of kind %s (%s) failed; pgdesk''s own is sent', p_kind, p_language),
            left(p_failure, 500)
        FROM helpdesk.person AS p
        JOIN helpdesk.role_permission AS r ON r.role = p.role AND r.permission = 'settings.edit'
        WHERE p.is_active;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.note_template_failure IS
'Notes that a mail could not be made of a text of the desk''s, once for each, and tells those who may change it.';
GRANT EXECUTE ON FUNCTION helpdesk.note_template_failure TO worker;
