CREATE OR REPLACE FUNCTION helpdesk.list_choice_users(
    p_choices text,
    OUT fields text[],
    OUT actions text[],
    OUT settings text[]
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT
        ARRAY(SELECT f.field FROM helpdesk.condition_field AS f WHERE f.choices = p_choices),
        ARRAY(
            SELECT a.action
            FROM helpdesk.rule_action AS a
            WHERE a.choices = p_choices
                OR a.value_shape IN ('people', 'approval') AND p_choices = 'agent.person_id'
        ),
        ARRAY(
            SELECT s.key
            FROM helpdesk.setting AS s
            WHERE s.allowed ->> 'values_of' = p_choices OR format('%1$s.%1$s', s.allowed ->> 'values_of') = p_choices
        );
END;

COMMENT ON FUNCTION helpdesk.list_choice_users IS
'Which condition fields, actions and settings take values of table.column.';
