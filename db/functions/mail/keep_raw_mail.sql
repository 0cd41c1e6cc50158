CREATE OR REPLACE FUNCTION helpdesk.keep_raw_mail(
    p_raw bytea,
    p_adapter text,
    OUT inbound_mail_id bigint,
    OUT is_new boolean,
    OUT state text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    IF octet_length(p_raw) = 0 THEN
        PERFORM helpdesk.refuse('PD302', 'the mail is empty');
    END IF;
    IF octet_length(p_raw) > helpdesk.setting_int('inbound_max_size_kb') * 1024 THEN
        PERFORM helpdesk.refuse('PD301', format('the mail has %s bytes', octet_length(p_raw)));
    END IF;
    -- The caller reads it now: the first attempt.
    INSERT INTO helpdesk.inbound_mail AS m (raw, adapter, queued_at, attempts, reading_at)
    VALUES (p_raw, p_adapter, helpdesk.clock(), 1, helpdesk.clock())
    ON CONFLICT (sha256) DO NOTHING
    RETURNING m.inbound_mail_id INTO keep_raw_mail.inbound_mail_id;
    is_new := FOUND;
    IF is_new THEN
        state := 'received';
        -- In case nobody decides about it now. If it is decided by then, the job ends at once.
        PERFORM helpdesk.enqueue(
            'process_inbound_mail', jsonb_build_array(inbound_mail_id), 'default', interval '1 minute'
        );
    ELSE
        SELECT m.inbound_mail_id, m.state INTO keep_raw_mail.inbound_mail_id, keep_raw_mail.state
        FROM helpdesk.inbound_mail AS m
        WHERE m.sha256 = encode(sha256(p_raw), 'hex');
        IF state = 'received' AND helpdesk.begin_reading_mail(inbound_mail_id) IS NULL THEN
            SELECT m.state INTO keep_raw_mail.state
            FROM helpdesk.inbound_mail AS m
            WHERE m.inbound_mail_id = keep_raw_mail.inbound_mail_id;
        END IF;
    END IF;
END
$$;

COMMENT ON FUNCTION helpdesk.keep_raw_mail IS
'Keeps a mail''s raw bytes before anything reads them, counts the attempt to read them that follows, and queues the '
'decision. The same bytes are one row. The caller notes how it arrived. Raises PD301, PD302.';
