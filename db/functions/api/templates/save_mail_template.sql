CREATE FUNCTION api.save_mail_template(kind text, language text, subject text, body text, based_on int DEFAULT NULL)
RETURNS api.mail_templates
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_now int;
    v_result api.mail_templates;
BEGIN
    PERFORM helpdesk.lock_mail_kind(save_mail_template.kind);
    v_now := coalesce((
        SELECT max(t.version)
        FROM helpdesk.mail_template AS t
        WHERE (t.kind, t.language) = (save_mail_template.kind, save_mail_template.language)
    ), 0);
    IF save_mail_template.based_on <> v_now THEN
        PERFORM helpdesk.refuse(
            'PD005', format('the text has version %s, not %s', v_now, save_mail_template.based_on),
            NULL, 'Read the newest in /rest/mail_templates.'
        );
    ELSIF save_mail_template.subject IS NULL OR save_mail_template.body IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'subject or body is missing');
    END IF;
    INSERT INTO helpdesk.mail_template (kind, language, subject, body)
    VALUES (
        save_mail_template.kind, save_mail_template.language, save_mail_template.subject, save_mail_template.body
    );
    SELECT * INTO v_result FROM api.mail_templates AS t
    WHERE (t.kind, t.language) = (save_mail_template.kind, save_mail_template.language);
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.save_mail_template IS
$$Change what a kind of mail says in a language

From the next mail on. based_on: the version that the caller saw, 0 of none; refused with PD005 if there is a newer one.
What cannot be filled in is refused with line and column. Raises PD001, PD002, PD005, PD006, PD145.$$;
GRANT EXECUTE ON FUNCTION api.save_mail_template TO agent, admin;
