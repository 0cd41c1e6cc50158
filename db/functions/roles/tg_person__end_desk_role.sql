-- A trigger, since whoever changes the role of a person need not know of desk roles.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__end_desk_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.agent AS a SET desk_role = NULL WHERE a.person_id = NEW.person_id AND a.desk_role IS NOT NULL;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__end_desk_role IS
'Another role of a person ends the desk role, which built on the one before.';
