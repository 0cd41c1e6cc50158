-- A trigger, since privileges do not bind the owner.
CREATE OR REPLACE FUNCTION audit.tg_change__refuse_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF TG_OP <> 'UPDATE'
        OR NEW.withheld IS NULL
        OR NEW.salt IS NOT NULL
        OR (NEW.request_id IS NOT DISTINCT FROM OLD.request_id AND audit.change_head(NEW) = audit.change_head(OLD))
            IS NOT TRUE
        OR NOT helpdesk.is_removing() THEN
        PERFORM helpdesk.refuse('PD017', 'audit.change is append-only');
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION audit.tg_change__refuse_change IS
'Refuses to rewrite history, save by withholding values when a person is erased or a message redacted. Raises PD017.';
