CREATE OR REPLACE FUNCTION helpdesk.find_unknown_option(p_custom_field_id bigint, p_values jsonb) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT v.value
        FROM jsonb_array_elements_text(p_values) AS v(value)
        WHERE NOT EXISTS (
            SELECT 1 FROM helpdesk.custom_option AS o WHERE o.custom_field_id = p_custom_field_id AND o.value = v.value
        )
        LIMIT 1
    );
END
$$;

COMMENT ON FUNCTION helpdesk.find_unknown_option IS
'The first of the values that is no option of the field, active or not, or NULL.';
