CREATE FUNCTION api.count_view(view_id bigint DEFAULT NULL, slug text DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN helpdesk.count_view_tickets(helpdesk.get_saved_view(count_view.view_id, count_view.slug));
END
$$;

COMMENT ON FUNCTION api.count_view IS
$$How many tickets a saved view holds

{"count": exact up to 1000, then null, "label": the same as text, or "1000+"}. Raises PD001, PD006, PD405.$$;
GRANT EXECUTE ON FUNCTION api.count_view TO agent, admin;
