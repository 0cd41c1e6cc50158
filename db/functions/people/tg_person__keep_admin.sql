-- A trigger, since a constraint cannot ask whether another row is left. The lock lets two administrators who
-- deactivate each other come one after the other.
CREATE OR REPLACE FUNCTION helpdesk.tg_person__keep_admin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM FROM helpdesk.role_permission AS r
    WHERE (r.role, r.permission) = ('admin', 'settings.edit')
    FOR NO KEY UPDATE;
    IF NOT EXISTS (SELECT FROM helpdesk.person AS p WHERE p.role = 'admin' AND p.is_active AND NOT p.is_guest) THEN
        PERFORM helpdesk.refuse('PD024', format('%s is the last administrator', OLD.name));
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_person__keep_admin IS
'The last active administrator stays one, whoever would change that. Raises PD024.';
