CREATE OR REPLACE FUNCTION helpdesk.get_saved_view(p_view_id bigint, p_slug text) RETURNS helpdesk.saved_view
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_view helpdesk.saved_view;
BEGIN
    IF num_nonnulls(p_view_id, p_slug) = 2 THEN
        PERFORM helpdesk.refuse('PD006', 'view_id and slug are both given');
    END IF;
    SELECT * INTO v_view
    FROM helpdesk.saved_view AS s
    WHERE (s.view_id = p_view_id OR s.slug = p_slug) AND helpdesk.can_see_saved_view(s);
    IF v_view.view_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('view %s not found', left(coalesce(p_view_id::text, p_slug, 'null'), 100)), NULL,
            'See /rest/saved_views.'
        );
    END IF;
    RETURN v_view;
END
$$;

COMMENT ON FUNCTION helpdesk.get_saved_view IS
'The view with this id or slug, if the caller may use it. Raises PD001, PD006.';
