-- An event trigger: nothing else sees a view or function that somebody makes by hand.
CREATE OR REPLACE FUNCTION helpdesk.tg_ddl__reload_schema() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_event_trigger_ddl_commands() AS c WHERE c.schema_name = 'api') THEN
        PERFORM pg_notify('pgrst', 'reload schema');
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ddl__reload_schema IS
'Tells the API servers to read the catalogue again when something in schema api is created or changed outside a '
'deploy.';
