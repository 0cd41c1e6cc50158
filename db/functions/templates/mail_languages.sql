-- PL/pgSQL, whose plans outlive the call: every mail asks.
CREATE OR REPLACE FUNCTION helpdesk.mail_languages(p_language text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN ARRAY[p_language, split_part(p_language, '-', 1), helpdesk.default_language(), 'en'];
END
$$;

COMMENT ON FUNCTION helpdesk.mail_languages IS
'The languages in which a text is looked for, best first: the one wanted, that without its region, that of setting '
'mail_language, English.';
