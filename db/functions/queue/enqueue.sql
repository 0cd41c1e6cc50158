CREATE OR REPLACE FUNCTION helpdesk.enqueue(
    p_actor text,
    p_args jsonb DEFAULT '[]',
    p_queue text DEFAULT 'default',
    p_delay interval DEFAULT '0'
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_id uuid := gen_random_uuid();
BEGIN
    INSERT INTO dramatiq.queue (message_id, queue_name, state, available_at, message)
    VALUES (
        v_id,
        p_queue,
        'queued',
        helpdesk.clock() + p_delay,
        jsonb_build_object(
            'queue_name', p_queue,
            'actor_name', p_actor,
            'args', p_args,
            'kwargs', '{}'::jsonb,
            'options', jsonb_strip_nulls(jsonb_build_object('request_id', helpdesk.request_id())),
            'message_id', v_id,
            'message_timestamp', (extract(epoch FROM helpdesk.clock()) * 1000)::bigint
        )
    );
    IF p_delay <= '0' THEN
        PERFORM pg_notify(format('dramatiq.%s.enqueue', p_queue), '');
    END IF;
    RETURN v_id;
END
$$;

COMMENT ON FUNCTION helpdesk.enqueue IS
'Queues a Dramatiq message in this transaction: no change without its job, no job without its change. args: ids only. '
'options.request_id is helpdesk.request_id(). Workers are told at once of what is not for later; for that they look '
'anyway.';
GRANT EXECUTE ON FUNCTION helpdesk.enqueue TO worker;
