-- A trigger, since what a word can mean is in other tables, and an import that was looked through has to be so again.
CREATE OR REPLACE FUNCTION helpdesk.tg_import_mapping__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_import helpdesk.import := helpdesk.lock_import(NEW.import_id, '{tested,mapped,checked,paused,failed,done}');
    v_fault text := helpdesk.import_target_fault(NEW.kind, NEW.target);
BEGIN
    IF v_fault IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD006', format('%s is no %s here', NEW.target, NEW.kind), NULL, v_fault);
    END IF;
    UPDATE helpdesk.import AS i
    SET state = 'tested'
    WHERE i.import_id = NEW.import_id AND i.state IN ('mapped', 'checked');
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_import_mapping__check IS
'A word means something that there is here; with another meaning the import is to be mapped and checked anew. Raises '
'PD001, PD006, PD211.';
