CREATE OR REPLACE FUNCTION helpdesk.list_widget_origins() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(jsonb_build_object('origin', o.origin, 'has_portal', o.has_portal)), '[]')
    FROM helpdesk.widget_origin AS o;
END;

COMMENT ON FUNCTION helpdesk.list_widget_origins IS
'The web sites whose pages may embed the widget: an array of {"origin", "has_portal"}.';
GRANT EXECUTE ON FUNCTION helpdesk.list_widget_origins TO worker;
