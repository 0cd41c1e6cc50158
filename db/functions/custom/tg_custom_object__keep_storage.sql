-- A trigger, so that an object is a table whoever defines it.
CREATE OR REPLACE FUNCTION helpdesk.tg_custom_object__keep_storage() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET client_min_messages = 'warning'
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM helpdesk.drop_custom_views(OLD);
        EXECUTE format(
            'DROP TABLE helpdesk.%1$I, helpdesk.%2$I, helpdesk.%3$I, helpdesk.%4$I, helpdesk.%5$I', OLD.storage,
            OLD.storage || '_choice', OLD.storage || '_ticket', OLD.storage || '_person', OLD.storage || '_organisation'
        );
        RETURN NULL;
    ELSIF TG_OP = 'INSERT' THEN
        PERFORM helpdesk.create_custom_storage(NEW);
    END IF;
    PERFORM helpdesk.rebuild_custom_view(NEW.object);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_custom_object__keep_storage IS
'Creates and drops the tables of a custom object and keeps its views.';
