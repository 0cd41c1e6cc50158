-- A trigger, since every job has its row in another table, whoever adds it.
CREATE OR REPLACE FUNCTION helpdesk.tg_schedule__add_turn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.schedule_turn (name) VALUES (NEW.name);
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_schedule__add_turn IS 'Gives each job the row by which it is run once at a time.';
