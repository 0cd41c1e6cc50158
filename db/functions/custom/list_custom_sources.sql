CREATE OR REPLACE FUNCTION helpdesk.list_custom_sources(p_object text, p_values jsonb)
RETURNS TABLE (key text, source text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_role text := helpdesk.actor_role();
    v_value record;
BEGIN
    IF jsonb_typeof(p_values) IS DISTINCT FROM 'object' THEN
        PERFORM helpdesk.refuse('PD801', 'custom_fields is not an object', 'It is {"key": value, …}.');
    END IF;
    FOR v_value IN
        SELECT v.key, v.value, f AS field
        FROM jsonb_each(p_values) AS v
        LEFT JOIN helpdesk.custom_field AS f
            ON f.object = p_object AND f.key = v.key AND f.is_active
            AND (v_role NOT IN ('anon', 'customer') OR f.customer_access <> 'none')
    LOOP
        IF (v_value.field).key IS NULL THEN
            PERFORM helpdesk.refuse('PD801', format('custom field %s does not exist', left(v_value.key, 100)));
        ELSIF v_role IN ('anon', 'customer') AND (v_value.field).customer_access <> 'edit' THEN
            PERFORM helpdesk.refuse('PD002', format('custom field %s is filled in by staff', v_value.key));
        ELSIF v_value.value NOT IN ('null', '""')
            AND NOT helpdesk.is_custom_shape((v_value.field).field_type, v_value.value) THEN
            PERFORM helpdesk.refuse(
                'PD801', format('custom field %s is not a %s', v_value.key, (v_value.field).field_type)
            );
        END IF;
        key := v_value.key;
        source := format(
            CASE (v_value.field).field_type
                WHEN 'number' THEN 'nullif($2 ->> %1$L, '''')::double precision'
                WHEN 'date' THEN 'nullif($2 ->> %1$L, '''')::date'
                WHEN 'checkbox' THEN 'nullif($2 ->> %1$L, '''')::boolean'
                WHEN 'multi_select' THEN
                    '(SELECT array_agg(DISTINCT e.value) FROM jsonb_array_elements_text('
                    'CASE jsonb_typeof($2 -> %1$L) WHEN ''array'' THEN $2 -> %1$L END) AS e(value))'
                ELSE 'nullif($2 ->> %1$L, '''')'
            END, v_value.key
        );
        RETURN NEXT;
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.list_custom_sources IS
'The fields that {"key": value} names, each with the SQL that reads its column''s value from $2; null and "" empty a '
'field. Checks that the caller may write them and that their types fit. Raises PD002, PD801.';
