-- Where a superuser deploys, changes to schema api by hand reload the catalogue, too.
DO $$
BEGIN
    IF (SELECT r.rolsuper FROM pg_roles AS r WHERE r.rolname = current_user)
        AND to_regprocedure('helpdesk.tg_ddl__reload_schema()') IS NOT NULL
        AND NOT EXISTS (SELECT FROM pg_event_trigger AS t WHERE t.evtname = 'pgdesk_reload_schema') THEN
        CREATE EVENT TRIGGER pgdesk_reload_schema ON ddl_command_end
            EXECUTE FUNCTION helpdesk.tg_ddl__reload_schema();
    END IF;
END
$$
