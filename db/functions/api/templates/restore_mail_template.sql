CREATE FUNCTION api.restore_mail_template(kind text, language text, version int DEFAULT NULL)
RETURNS api.mail_templates
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_old helpdesk.mail_template;
    v_result api.mail_templates;
BEGIN
    PERFORM helpdesk.lock_mail_kind(restore_mail_template.kind);
    SELECT * INTO v_old FROM helpdesk.mail_template AS t
    WHERE (t.kind, t.language) = (restore_mail_template.kind, restore_mail_template.language)
        AND t.version = coalesce(restore_mail_template.version, t.version)
    ORDER BY t.version DESC
    LIMIT 1;
    IF v_old.kind IS NULL AND restore_mail_template.version IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('version %s of the text not found', restore_mail_template.version), NULL,
            'See /rest/mail_template_versions.'
        );
    END IF;
    -- What is sent already is not saved once more.
    IF v_old.subject IS NOT NULL OR restore_mail_template.version IS NOT NULL THEN
        INSERT INTO helpdesk.mail_template (kind, language, subject, body)
        VALUES (
            v_old.kind, v_old.language,
            CASE WHEN restore_mail_template.version IS NOT NULL THEN v_old.subject END,
            CASE WHEN restore_mail_template.version IS NOT NULL THEN v_old.body END
        );
    END IF;
    SELECT * INTO v_result FROM api.mail_templates AS t
    WHERE (t.kind, t.language) = (restore_mail_template.kind, restore_mail_template.language);
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.restore_mail_template IS
$$Take an old text of mails up again

Without version the one that pgdesk brings. Raises PD001, PD002, PD145.$$;
GRANT EXECUTE ON FUNCTION api.restore_mail_template TO agent, admin;
