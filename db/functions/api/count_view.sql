CREATE FUNCTION api.count_view(view_id bigint DEFAULT NULL, slug text DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_count int;
BEGIN
    v_count := coalesce(cardinality(helpdesk.find_view_tickets(helpdesk.get_saved_view(count_view.view_id, count_view.slug), 1001)), 0);
    RETURN jsonb_build_object('count', least(v_count, 1000), 'label', CASE WHEN v_count > 1000 THEN '1000+' ELSE v_count::text END);
END
$$;

COMMENT ON FUNCTION api.count_view(bigint, text) IS
$$How many tickets a saved view holds

{"count": exact up to 1000, "label": the same as text, or "1000+"}. Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.count_view(bigint, text) TO agent, admin;
