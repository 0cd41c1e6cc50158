CREATE OR REPLACE FUNCTION helpdesk.set_custom_options(p_custom_field_id bigint, p_options jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_options IS NULL OR p_options = 'null' THEN
        RETURN;
    ELSIF jsonb_typeof(p_options) <> 'array' OR jsonb_array_length(p_options) NOT BETWEEN 1 AND 1000 OR EXISTS (
        SELECT 1
        FROM jsonb_array_elements(p_options) AS o(value)
        WHERE jsonb_typeof(o.value) <> 'string' AND NOT (
            jsonb_typeof(o.value) = 'object'
            AND jsonb_typeof(o.value -> 'value') = 'string'
            AND coalesce(jsonb_typeof(o.value -> 'label'), 'string') = 'string'
        )
    ) THEN
        PERFORM helpdesk.refuse('PD803', 'options is not a list of 1 to 1000 texts or {value, label}');
    END IF;
    INSERT INTO helpdesk.custom_option AS c (custom_field_id, value, label, position)
    SELECT p_custom_field_id, o.value, (array_agg(o.label ORDER BY o.number))[1], min(o.number)
    FROM (
        SELECT
            coalesce(e.value ->> 'value', e.value #>> '{}') AS value,
            coalesce(e.value ->> 'label', e.value ->> 'value', e.value #>> '{}') AS label, e.number
        FROM jsonb_array_elements(p_options) WITH ORDINALITY AS e(value, number)
    ) AS o
    GROUP BY o.value
    ON CONFLICT (custom_field_id, value) DO UPDATE
    SET label = excluded.label, position = excluded.position, is_active = true;
    UPDATE helpdesk.custom_option AS c
    SET is_active = false
    WHERE c.custom_field_id = p_custom_field_id AND c.is_active AND NOT EXISTS (
        SELECT 1
        FROM jsonb_array_elements(p_options) AS e(value)
        WHERE c.value = coalesce(e.value ->> 'value', e.value #>> '{}')
    );
END
$$;

COMMENT ON FUNCTION helpdesk.set_custom_options IS
'Makes ["value" | {"value", "label"}, …] the active options of a field, in this order; null changes nothing. Raises '
'PD803.';
