-- A trigger, since a right cannot keep single rows, and none binds who owns the table.
CREATE OR REPLACE FUNCTION helpdesk.tg_desk_role__keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.role, NEW.builds_on, NEW.is_shipped) = (OLD.role, OLD.builds_on, OLD.is_shipped) THEN
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' AND NOT OLD.is_shipped THEN
        RETURN OLD;
    END IF;
    PERFORM helpdesk.refuse(
        'PD021', format('role %s stays what it is', OLD.role), NULL,
        'Add another role, and give it to those who are to have it.'
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_desk_role__keep IS
'Shipped roles stay, and no role builds on another than before: whoever has it would be somebody else. Raises PD021.';
