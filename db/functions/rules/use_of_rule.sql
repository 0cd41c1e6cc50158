CREATE OR REPLACE FUNCTION helpdesk.use_of_rule(p_kind text, p_is_manual boolean DEFAULT false) RETURNS text
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = ''
RETURN CASE
    WHEN p_kind = 'macro' OR p_is_manual THEN 'view'
    WHEN p_kind = 'workflow' THEN 'workflow'
    ELSE 'rule'
END;

COMMENT ON FUNCTION helpdesk.use_of_rule IS
'What compile_condition may count on for a kind of rule: a caller, an event, or neither.';
