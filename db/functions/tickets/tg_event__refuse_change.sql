-- A trigger, since privileges do not bind the owner.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__refuse_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.refuse('PD017', format('%s.%s is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME));
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__refuse_change IS 'Refuses to rewrite history. Raises PD017.';
