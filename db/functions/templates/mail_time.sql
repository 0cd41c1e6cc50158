CREATE OR REPLACE FUNCTION helpdesk.mail_time(p_at timestamptz, p_time_zone text) RETURNS text
LANGUAGE sql STABLE
RETURN to_char(p_at AT TIME ZONE p_time_zone, 'YYYY-MM-DD HH24:MI');

COMMENT ON FUNCTION helpdesk.mail_time IS 'An instant as mails write it, which is read alike in all languages.';
