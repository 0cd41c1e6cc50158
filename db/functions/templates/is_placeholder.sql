CREATE OR REPLACE FUNCTION helpdesk.is_placeholder(
    p_name text,
    p_placeholders text[],
    p_loop_name text,
    p_loop_list text
)
RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN CASE split_part(p_name, '.', 1)
    WHEN p_loop_name THEN p_loop_list || substr(p_name, length(p_loop_name) + 1) = ANY (p_placeholders)
        AND strpos(p_name, '.') > 0
    ELSE p_name = ANY (p_placeholders)
        AND (strpos(p_name, '.') = 0 OR split_part(p_name, '.', 1) <> ALL (p_placeholders))
END;

COMMENT ON FUNCTION helpdesk.is_placeholder IS
'Whether a name means something there: a placeholder, or, in a loop, a field of what stands in the list.';
