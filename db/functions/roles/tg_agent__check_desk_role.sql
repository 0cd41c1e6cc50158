-- A trigger, since a foreign key cannot compare a column of the person with one of the role.
CREATE OR REPLACE FUNCTION helpdesk.tg_agent__check_desk_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_role helpdesk.desk_role;
    v_person helpdesk.person;
BEGIN
    SELECT * INTO v_role FROM helpdesk.desk_role AS d WHERE d.role = NEW.desk_role;
    -- Locked, so that the person does not get another role meanwhile.
    SELECT * INTO v_person FROM helpdesk.person AS p WHERE p.person_id = NEW.person_id FOR SHARE;
    IF v_role.role IS NOT NULL AND v_role.builds_on <> v_person.role THEN
        PERFORM helpdesk.refuse(
            'PD006',
            format(
                'role %s builds on %s, but %s is %s', v_role.role, v_role.builds_on, v_person.name, v_person.role
            ),
            NULL, 'Choose another desk role, or change the role of the person first.'
        );
    ELSIF v_role.is_shipped THEN
        NEW.is_light := v_role.role = 'light_agent';
        NEW.desk_role := NULL;
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_agent__check_desk_role IS
'A desk role builds on the role of the person who has it; a shipped one is kept as is_light and no other role. Raises '
'PD006.';
