CREATE OR REPLACE FUNCTION helpdesk.narrow_saved_view(
    p_view_id bigint,
    p_slug text,
    p_conditions jsonb,
    p_sort text DEFAULT NULL
) RETURNS helpdesk.saved_view
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_view helpdesk.saved_view;
BEGIN
    IF num_nonnulls(p_view_id, p_slug) > 0 THEN
        v_view := helpdesk.get_saved_view(p_view_id, p_slug);
    ELSE
        v_view.conditions := '{}';
        v_view.predicate := 'true';
        v_view.sort := 'updated_at.desc';
    END IF;
    IF p_conditions <> '{}' THEN
        v_view.conditions := CASE v_view.conditions
            WHEN '{}' THEN helpdesk.spell_conditions(p_conditions)
            ELSE jsonb_build_object(
                'all', jsonb_build_array(v_view.conditions, helpdesk.spell_conditions(p_conditions))
            )
        END;
        v_view.predicate := helpdesk.compile_condition(v_view.conditions);
    END IF;
    IF p_sort !~ '^(updated_at|created_at|last_message_at|due_at|next_due_at|priority)\.(asc|desc)$' THEN
        PERFORM helpdesk.refuse(
            'PD006', format('sort cannot be %s', left(p_sort, 100)), NULL,
            'It is updated_at, created_at, last_message_at, due_at, next_due_at or priority, and .asc or .desc.'
        );
    END IF;
    v_view.sort := coalesce(p_sort, v_view.sort);
    RETURN v_view;
END
$$;

COMMENT ON FUNCTION helpdesk.narrow_saved_view IS
'A saved view, or without view_id and slug all tickets, of which these conditions hold, too, and in this order. Raises '
'PD001, PD006, PD401.';
