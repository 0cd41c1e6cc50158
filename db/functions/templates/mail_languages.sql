CREATE OR REPLACE FUNCTION helpdesk.mail_languages(p_language text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN ARRAY[p_language, split_part(p_language, '-', 1), helpdesk.default_language(), 'en'];

COMMENT ON FUNCTION helpdesk.mail_languages IS
'The languages in which a text is looked for, best first: the one wanted, that without its region, that of setting '
'mail_language, English.';
