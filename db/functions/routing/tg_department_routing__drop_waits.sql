-- A trigger, since it deletes rows of another table.
CREATE OR REPLACE FUNCTION helpdesk.tg_department_routing__drop_waits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    DELETE FROM helpdesk.routing_wait AS w WHERE w.department_id = OLD.department_id;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_department_routing__drop_waits IS
'Nothing waits for routing in a department that assigns by hand.';
