-- A trigger, since a policy does not see the old row beside the new one.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__check_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM helpdesk.person_address AS a WHERE a.email = NEW.email AND a.person_id <> NEW.person_id
    ) THEN
        PERFORM helpdesk.refuse('PD019', format('somebody has the address %s already', NEW.email));
    ELSIF helpdesk.can('people.edit') THEN
        RETURN NEW;
    ELSIF OLD.role <> 'customer' OR NOT helpdesk.can('people.customers') THEN
        PERFORM helpdesk.refuse('PD002', 'permission people.edit is missing');
    ELSIF NEW.email IS DISTINCT FROM OLD.email AND helpdesk.is_own_address(OLD.person_id, OLD.email) THEN
        PERFORM helpdesk.refuse(
            'PD002', format('%s is an address that %s signs in with', OLD.email, OLD.name),
            'Who may edit people changes it.', 'Add the other address in /rest/person_addresses.'
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__check_change IS
'Address and organisation are changed by who edits people; those of customers by who keeps them, too, as long as '
'the address is not one that the customer has shown to be theirs: a link to set a password goes there. Raises PD002, '
'PD019.';
