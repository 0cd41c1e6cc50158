CREATE OR REPLACE FUNCTION helpdesk.find_unknown_placeholder(p_template text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT btrim(m.found[1])
    FROM regexp_matches(p_template, '\{\{([^{}]*)\}\}', 'g') AS m(found)
    WHERE btrim(m.found[1]) NOT IN (SELECT p.placeholder FROM helpdesk.placeholder AS p)
    LIMIT 1;
END;

COMMENT ON FUNCTION helpdesk.find_unknown_placeholder IS
'The first {{name}} of a template that is no placeholder, or NULL.';
