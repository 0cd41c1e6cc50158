CREATE OR REPLACE FUNCTION helpdesk.list_widget_origins() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(o.origin), '[]') FROM helpdesk.widget_origin AS o;
END;

COMMENT ON FUNCTION helpdesk.list_widget_origins IS 'The web sites whose pages may ask the routes of the widget.';
GRANT EXECUTE ON FUNCTION helpdesk.list_widget_origins TO worker;
