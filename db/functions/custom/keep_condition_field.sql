CREATE OR REPLACE FUNCTION helpdesk.keep_condition_field(p_field helpdesk.custom_field) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_is_multi boolean := p_field.field_type = 'multi_select';
BEGIN
    INSERT INTO helpdesk.condition_field (
        field, value_type, expression, changed_by, is_for_sla, description, custom_field_id
    )
    SELECT
        o.prefix || p_field.key,
        CASE p_field.field_type
            WHEN 'number' THEN 'number'
            WHEN 'date' THEN 'date'
            WHEN 'checkbox' THEN 'bool'
            WHEN 'select' THEN 'choice'
            WHEN 'multi_select' THEN 'choices'
            ELSE 'text'
        END,
        CASE
            WHEN v_is_multi THEN format(
                'helpdesk.%s_custom_choice AS g WHERE g.%s_id = v.%s AND g.custom_field_id = %s',
                p_field.object, p_field.object, o.column_name, p_field.custom_field_id
            )
            WHEN p_field.object = 'ticket' THEN format('(v.custom).%I', p_field.key)
            ELSE format(
                '(SELECT c.%I FROM helpdesk.%s_custom AS c WHERE c.%s_id = v.%s)', p_field.key, p_field.object,
                p_field.object, o.column_name
            )
        END,
        CASE p_field.object WHEN 'ticket' THEN 'ticket_updated' END,
        true,
        left(concat_ws(': ', p_field.label, p_field.description), 1000),
        p_field.custom_field_id
    FROM (VALUES
        ('ticket', 'custom.', 'ticket_id'),
        ('person', 'requester.custom.', 'requester_id'),
        ('organisation', 'organisation.custom.', 'organisation_id')
    ) AS o(object, prefix, column_name)
    WHERE o.object = p_field.object
    ON CONFLICT (field) DO UPDATE SET description = excluded.description;
END
$$;

COMMENT ON FUNCTION helpdesk.keep_condition_field IS
'Lets conditions look at a custom field: custom.<key>, requester.custom.<key> or organisation.custom.<key>.';
