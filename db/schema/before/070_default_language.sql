CREATE OR REPLACE FUNCTION helpdesk.default_language() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN coalesce(
        (
            SELECT coalesce(s.value, s.environment_value, s.default_value) #>> '{}'
            FROM helpdesk.setting AS s
            WHERE s.key = 'mail_language'
        ),
        'en'
    );
END
$$;

COMMENT ON FUNCTION helpdesk.default_language IS
'Setting mail_language: of new people who say none, and of mails where there is no text in their reader''s. Here, '
'since columns default to it.';
GRANT EXECUTE ON FUNCTION helpdesk.default_language TO agent, admin;
