CREATE OR REPLACE FUNCTION helpdesk.begin_mail_arrival(
    p_mail_arrival_id bigint,
    OUT adapter text,
    OUT media_type text,
    OUT body bytea
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_arrival helpdesk.mail_arrival;
BEGIN
    UPDATE helpdesk.mail_arrival AS a
    SET attempts = a.attempts + 1,
        tried_at = helpdesk.clock(),
        state = CASE WHEN a.attempts < 10 THEN a.state ELSE 'failed' END,
        reason = CASE WHEN a.attempts < 10 THEN a.reason ELSE coalesce(a.reason, 'ten attempts did not end') END
    WHERE a.mail_arrival_id = p_mail_arrival_id AND a.state = 'waiting'
    RETURNING a.* INTO v_arrival;
    IF v_arrival.state = 'failed' THEN
        PERFORM helpdesk.tell_mail_keepers(
            format('No mail could be made of what %s posted', v_arrival.adapter),
            format('See /rest/mail_arrivals?mail_arrival_id=eq.%s. %s', p_mail_arrival_id, v_arrival.reason)
        );
    ELSE
        adapter := v_arrival.adapter;
        media_type := v_arrival.media_type;
        body := v_arrival.body;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_mail_arrival IS
'Counts an attempt to make a mail of a kept post, and returns it; nothing when there is nothing to do, or now no more, '
'since ten attempts have failed. The caller commits before it tries.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_mail_arrival TO worker;
