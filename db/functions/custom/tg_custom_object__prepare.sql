-- A trigger, since a check cannot see the old row.
CREATE OR REPLACE FUNCTION helpdesk.tg_custom_object__prepare() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.lock_custom_object(CASE TG_OP WHEN 'DELETE' THEN OLD.object ELSE NEW.object END);
    IF TG_OP <> 'INSERT' AND OLD.is_builtin AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
        PERFORM helpdesk.refuse('PD803', format('%s is built in', OLD.object));
    ELSIF TG_OP = 'INSERT' AND NEW.is_builtin
        OR TG_OP = 'UPDATE' AND (NEW.object, NEW.is_builtin) <> (OLD.object, OLD.is_builtin) THEN
        PERFORM helpdesk.refuse(
            'PD803', 'object and is_builtin cannot be set', NULL, 'Add another object and remove this one.'
        );
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_custom_object__prepare IS
'Locks the object''s table; what is built in stays, keys stay. Raises PD803, PD805.';
