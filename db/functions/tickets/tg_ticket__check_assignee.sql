-- A trigger, since a foreign key cannot ask for an active row.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__check_assignee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM 1
    FROM helpdesk.person AS p
    JOIN helpdesk.agent AS a USING (person_id)
    WHERE p.person_id = NEW.assignee_id AND p.is_active AND p.role <> 'customer' AND NOT a.is_light
    FOR SHARE OF p;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD007', format('person %s is not an active agent', NEW.assignee_id));
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__check_assignee IS
'Only active, full agents take tickets; FOR SHARE keeps a concurrent deactivation waiting. Raises PD007.';
