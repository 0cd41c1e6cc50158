-- A trigger, since a right cannot keep a single row.
CREATE OR REPLACE FUNCTION helpdesk.tg_role_permission__keep_admin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.role, NEW.permission) = (OLD.role, OLD.permission) THEN
        RETURN NEW;
    ELSIF helpdesk.actor_role() = 'system' THEN -- who may write the table in psql can also write it back
        RETURN coalesce(NEW, OLD);
    END IF;
    PERFORM helpdesk.refuse(
        'PD024', format('without permission %s nobody could give permissions back', OLD.permission), NULL,
        'Administrators keep it.'
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_role_permission__keep_admin IS
'Administrators keep the permission by which permissions are given. Raises PD024.';
