-- A trigger, since what is now chosen holds from now on, whoever writes: minutes before are not made up for.
CREATE OR REPLACE FUNCTION helpdesk.tg_schedule__note_time() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    NEW.timed_at := helpdesk.clock();
    RETURN NEW;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_schedule__note_time IS 'Notes since when a job has its time, or is active.';
