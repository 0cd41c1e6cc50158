-- A trigger, since it depends on what another row's desk role may.
CREATE OR REPLACE FUNCTION helpdesk.tg_report_recipient__check() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF NOT helpdesk.person_may(NEW.person_id, 'reports.read') THEN
        PERFORM helpdesk.refuse('PD181', format('person %s may not read reports', NEW.person_id));
    END IF;
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_report_recipient__check IS
'Reports are mailed only to staff who may read them. Raises PD181.';
