-- A trigger, since privileges do not bind the owner.
CREATE OR REPLACE FUNCTION helpdesk.tg_event__refuse_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_kept helpdesk.event := OLD;
BEGIN
    v_kept.payload := NEW.payload;
    IF NEW IS DISTINCT FROM v_kept OR NOT helpdesk.is_removing() THEN
        PERFORM helpdesk.refuse('PD017', 'helpdesk.event is append-only');
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_event__refuse_update IS
'Refuses to rewrite history, save for what erasure and redaction take out of a payload. Raises PD017.';
