CREATE OR REPLACE FUNCTION helpdesk.names_choice(p_node jsonb, p_fields text[], p_actions text[], p_value jsonb)
RETURNS boolean
LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT 1
        FROM jsonb_path_query(p_node, '$.** ? (exists (@.value))') AS n(part)
        WHERE (n.part ->> 'field' = ANY (p_fields) AND n.part ? 'operator' OR n.part ->> 'action' = ANY (p_actions))
            AND (n.part -> 'value' @> p_value OR n.part #> '{value,people}' @> p_value)
    );
END;

COMMENT ON FUNCTION helpdesk.names_choice IS
'Whether conditions or actions name a value: as that of one of these condition fields, or for one of these actions.';
