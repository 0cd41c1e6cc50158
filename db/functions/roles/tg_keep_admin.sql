-- A trigger, since a constraint cannot ask whether another row is left. The lock lets two administrators who
-- deactivate each other come one after the other.
CREATE OR REPLACE FUNCTION helpdesk.tg_keep_admin() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_TABLE_NAME = 'role_permission' AND helpdesk.actor_role() = 'system' THEN
        RETURN NULL; -- who may write the table in psql can also write it back
    END IF;
    PERFORM FROM helpdesk.role_permission AS r
    WHERE (r.role, r.permission) = ('admin', 'settings.edit')
    FOR NO KEY UPDATE;
    IF NOT helpdesk.has_admin() THEN
        PERFORM helpdesk.refuse('PD024', CASE TG_TABLE_NAME
            WHEN 'person' THEN format('%s is the last administrator', to_jsonb(OLD) ->> 'name')
            ELSE 'no administrator would be left who may edit settings'
        END);
    END IF;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_keep_admin IS
'The last active administrator who may edit settings stays one, whoever would change that, in the person, the desk '
'role or its permissions. Raises PD024.';
