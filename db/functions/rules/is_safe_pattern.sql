CREATE OR REPLACE FUNCTION helpdesk.is_safe_pattern(p_pattern text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF length(p_pattern) NOT BETWEEN 1 AND 200
        OR p_pattern ~ '\\[0-9]' -- back-references make matching exponential
        OR p_pattern ~ '\{[0-9]*,?[0-9]{3,}\}' -- as do huge counts the compiled automaton
        OR p_pattern ~ '\}[^|]*\{.*\}[^|]*\{' THEN
        RETURN false;
    END IF;
    PERFORM '' ~* p_pattern;
    RETURN true;
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END
$$;

COMMENT ON FUNCTION helpdesk.is_safe_pattern(text) IS
'Whether the regular expression compiles and cannot blow up: short, no back-references, no large or many counts.';
