CREATE OR REPLACE FUNCTION helpdesk.are_safe_patterns(p_text text, p_is_array boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(bool_and(helpdesk.is_safe_pattern(p.pattern)), true)
    FROM unnest(CASE WHEN p_is_array THEN p_text::text[] ELSE ARRAY[p_text] END) AS p(pattern);
END;

COMMENT ON FUNCTION helpdesk.are_safe_patterns IS
'Whether a filter of the generated API may match by this regular expression, or by those of this array.';
GRANT EXECUTE ON FUNCTION helpdesk.are_safe_patterns TO worker;
