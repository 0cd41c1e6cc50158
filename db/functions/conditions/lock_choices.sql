CREATE OR REPLACE FUNCTION helpdesk.lock_choices(p_is_change boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF p_is_change THEN
        PERFORM pg_advisory_xact_lock(hashtext('helpdesk.choice'), 0);
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtext('helpdesk.choice'), 0);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.lock_choices IS
'Who saves conditions or actions shares this lock; who renames or deletes what they may name takes it alone, so that '
'nothing is named meanwhile that is gone.';
