CREATE OR REPLACE FUNCTION helpdesk.end_mail(p_outgoing_mail_id bigint, p_attempt int, p_code int, p_answer text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_now timestamptz := helpdesk.clock();
    v_mail helpdesk.outgoing_mail;
BEGIN
    UPDATE helpdesk.outgoing_mail AS m
    SET state = CASE
            WHEN p_code BETWEEN 200 AND 299 THEN 'sent'
            WHEN p_code >= 500 OR v_now + d.delay > m.begun_at + d.longest THEN 'failed'
            ELSE 'queued'
        END,
        sent_at = CASE WHEN p_code BETWEEN 200 AND 299 THEN v_now END,
        not_before = CASE WHEN p_code BETWEEN 200 AND 299 THEN m.not_before ELSE v_now + d.delay END,
        data = CASE WHEN p_code BETWEEN 200 AND 299 THEN m.data - 'nonce' ELSE m.data END,
        last_code = p_code,
        last_answer = left(p_answer, 2000)
    FROM (
        -- 1, 4, 16 minutes, an hour, then every four.
        SELECT
            least(interval '1 minute' * 4 ^ least(p_attempt - 1, 10), interval '4 hours') AS delay,
            make_interval(hours => helpdesk.setting_int('mail_retry_hours')) AS longest
    ) AS d
    WHERE m.outgoing_mail_id = p_outgoing_mail_id
        AND m.state = 'sending'
        -- Who was thought dead may still say that it was sent.
        AND (m.attempts = p_attempt OR p_code BETWEEN 200 AND 299)
    RETURNING m.* INTO v_mail;
    IF v_mail.state = 'sent' THEN
        PERFORM helpdesk.note_mail_server(NULL);
        UPDATE helpdesk.notification AS n
        SET mail_state = 'sent'
        WHERE n.event_id = v_mail.event_id AND n.person_id = v_mail.person_id AND n.mail_state = 'due';
    ELSIF v_mail.state = 'failed' AND v_mail.ticket_id IS NOT NULL AND v_mail.kind <> 'notice' THEN
        PERFORM helpdesk.record_event(v_mail.ticket_id, 'mail_refused', jsonb_build_object(
            'outgoing_mail_id', v_mail.outgoing_mail_id, 'person_id', v_mail.person_id, 'code', p_code
        ), v_mail.message_id);
    ELSIF v_mail.state = 'queued' AND (p_code = 421 OR p_answer ~ '^4\.3\.') THEN
        -- No fault of the mail's: the server closes, or its system is full or out of order (RFC 3463).
        PERFORM helpdesk.note_mail_server(concat_ws(' ', p_code, p_answer));
    END IF;
    RETURN v_mail.state;
END
$$;

COMMENT ON FUNCTION helpdesk.end_mail IS
'Notes what the mail server answered to attempt p_attempt (p_code null: nothing): 2xx sends it, 5xx fails it and tells '
'those who work on its ticket, else it is tried again, with the same Message-ID, for mail_retry_hours. Returns the '
'state; null: it was no more to be sent by the caller.';
GRANT EXECUTE ON FUNCTION helpdesk.end_mail TO worker;
