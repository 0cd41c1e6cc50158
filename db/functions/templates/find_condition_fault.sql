CREATE OR REPLACE FUNCTION helpdesk.find_condition_fault(
    p_condition text,
    p_placeholders text[],
    p_loop_name text,
    p_loop_list text
)
RETURNS text
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN p_condition !~ (
            '^[ \t\r\n]+[a-z_.]+([ \t\r\n]*[!=]=[ \t\r\n]*("[^"]*"|''[^'']*''))?'
            '([ \t\r\n]+(and|or)[ \t\r\n]+[a-z_.]+([ \t\r\n]*[!=]=[ \t\r\n]*("[^"]*"|''[^'']*''))?)*[ \t\r\n]*$'
        ) THEN 'a condition is written {% if group.name %}, {% if group.name == "text" %}, with and or or between'
        ELSE (
            SELECT format('placeholder %s is unknown', left(w.name, 100))
            FROM regexp_split_to_table(p_condition, '[ \t\r\n]+(and|or)[ \t\r\n]+') WITH ORDINALITY AS t(term, number)
            CROSS JOIN LATERAL (SELECT substring(t.term FROM '^[ \t\r\n]*([a-z_.]+)') AS name) AS w
            WHERE NOT helpdesk.is_placeholder(w.name, p_placeholders, p_loop_name, p_loop_list)
            ORDER BY t.number
            LIMIT 1
        )
    END;
END;

COMMENT ON FUNCTION helpdesk.find_condition_fault IS
'What is wrong with the condition of an if, elsif or unless; NULL: nothing. A list is true while something stands in '
'it.';
