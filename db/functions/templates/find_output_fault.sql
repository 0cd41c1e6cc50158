CREATE OR REPLACE FUNCTION helpdesk.find_output_fault(
    p_expression text,
    p_placeholders text[],
    p_loop_name text,
    p_loop_list text
)
RETURNS text
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT CASE
        WHEN e.name IS NULL THEN 'a placeholder is written {{ group.name }}'
        WHEN NOT helpdesk.is_placeholder(e.name, p_placeholders, p_loop_name, p_loop_list)
            THEN format('placeholder {{%s}} is unknown', left(e.name, 100))
        WHEN strpos(e.name, '.') = 0
            THEN format('%1$s is a list: write {%% for one in %1$s %%}', e.name)
        WHEN p_expression !~ (
            '^[a-z_.]+([ \t\r\n]*\|[ \t\r\n]*(upcase|downcase|capitalize|strip'
            '|truncate(words)?[ \t\r\n]*:[ \t\r\n]*[0-9]{1,4}'
            '|default[ \t\r\n]*:[ \t\r\n]*("[^"]*"|''[^'']*'')))*$'
        ) THEN format('what follows {{%s is no filter', e.name)
    END
    FROM (SELECT substring(p_expression FROM '^[a-z_]+(?:\.[a-z_]+)*') AS name) AS e;
END;

COMMENT ON FUNCTION helpdesk.find_output_fault IS
'What is wrong between {{ and }}; NULL: nothing. Filters: upcase, downcase, capitalize, strip, truncate: 80, '
'truncatewords: 20, default: "none"; none makes a value longer than a text may be.';
