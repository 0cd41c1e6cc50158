CREATE OR REPLACE FUNCTION helpdesk.end_mail_arrival(
    p_mail_arrival_id bigint,
    p_raw bytea,
    p_reason text,
    p_is_final boolean
) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_arrival helpdesk.mail_arrival;
    v_mail record;
BEGIN
    SELECT * INTO v_arrival FROM helpdesk.mail_arrival AS a WHERE a.mail_arrival_id = p_mail_arrival_id FOR UPDATE;
    IF v_arrival.state IS DISTINCT FROM 'waiting' THEN
        RETURN v_arrival.inbound_mail_id;
    END IF;
    IF p_raw IS NOT NULL THEN
        SELECT k.inbound_mail_id, k.is_new INTO v_mail FROM helpdesk.keep_raw_mail(p_raw, v_arrival.adapter) AS k;
        UPDATE helpdesk.mail_arrival AS a
        SET state = CASE WHEN v_mail.is_new THEN 'mail' ELSE 'repeat' END,
            inbound_mail_id = v_mail.inbound_mail_id,
            reason = NULL
        WHERE a.mail_arrival_id = p_mail_arrival_id;
        RETURN v_mail.inbound_mail_id;
    END IF;
    UPDATE helpdesk.mail_arrival AS a
    SET state = CASE WHEN p_is_final THEN 'ignored' ELSE a.state END,
        body = CASE WHEN p_is_final THEN NULL ELSE a.body END,
        media_type = CASE WHEN p_is_final THEN NULL ELSE a.media_type END,
        reason = left(p_reason, 1000)
    WHERE a.mail_arrival_id = p_mail_arrival_id;
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.end_mail_arrival IS
'Notes how an attempt to make a mail of a kept post ended: p_raw is the mail, or p_reason why there is none yet or, '
'p_is_final, never will be. Returns the mail; NULL: none. Raises PD301, PD302.';
GRANT EXECUTE ON FUNCTION helpdesk.end_mail_arrival TO worker;
