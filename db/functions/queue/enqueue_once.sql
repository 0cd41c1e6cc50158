CREATE OR REPLACE FUNCTION helpdesk.enqueue_once(p_actor text, p_queue text DEFAULT 'default') RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF current_setting('helpdesk.queued_' || p_actor, true) IS DISTINCT FROM pg_current_xact_id()::text THEN
        PERFORM helpdesk.enqueue(p_actor, p_queue => p_queue);
        PERFORM set_config('helpdesk.queued_' || p_actor, pg_current_xact_id()::text, true);
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.enqueue_once IS
'Queues a job that takes up all that waits, once a transaction. If somebody forged the note of it, the clock would '
'still run the job within a minute.';
