-- A trigger, since a foreign key cannot ask for a row in another table depending on a value.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__keep_agent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NEW.role <> 'customer' THEN
        INSERT INTO helpdesk.agent (person_id) VALUES (NEW.person_id) ON CONFLICT (person_id) DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__keep_agent IS 'Gives every member of staff an agent row.';
