CREATE OR REPLACE FUNCTION helpdesk.drop_custom_views(p_object helpdesk.custom_object) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = 'warning'
AS $$
BEGIN
    EXECUTE format(
        'DROP VIEW IF EXISTS api.%I, api.%I, api.%I, api.%I',
        p_object.resource, p_object.resource || '_tickets', p_object.resource || '_people',
        p_object.resource || '_organisations'
    );
    PERFORM pg_notify('pgrst', 'reload schema');
END
$$;

COMMENT ON FUNCTION helpdesk.drop_custom_views IS 'Takes a custom object out of schema api.';
