-- A trigger, since a foreign key cannot ask for an active row.
CREATE OR REPLACE FUNCTION helpdesk.tg_ticket__check_department() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM 1 FROM helpdesk.department AS d WHERE d.department_id = NEW.department_id AND d.is_active FOR SHARE;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD006', format('department %s does not exist or is not active', NEW.department_id), NULL,
            'See /rest/departments.'
        );
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_ticket__check_department IS 'Tickets go to active departments only. Raises PD006.';
