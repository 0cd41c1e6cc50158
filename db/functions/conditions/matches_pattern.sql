-- is_safe_pattern and the length of the text bound the time of one match, the clock bounds that of many. A
-- statement_timeout would not do: it cannot begin amid a sweep, and no exception block catches it.
CREATE OR REPLACE FUNCTION helpdesk.matches_pattern(p_text text, p_pattern text) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF clock_timestamp() > nullif(current_setting('helpdesk.match_until', true), '')::timestamptz THEN
        PERFORM helpdesk.refuse('PD405', format('matching %s takes too long', left(p_pattern, 200)));
    END IF;
    RETURN left(p_text, 10000) ~* p_pattern;
END
$$;

COMMENT ON FUNCTION helpdesk.matches_pattern IS
'Operator matches: the first 10000 characters, whatever the case. Raises PD405.';
