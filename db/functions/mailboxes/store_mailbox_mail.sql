CREATE OR REPLACE FUNCTION helpdesk.store_mailbox_mail(p_mailbox text, p_raw bytea, p_whole_bytes bigint DEFAULT NULL)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_stored record := helpdesk.store_inbound_mail(p_raw, 'imap');
BEGIN
    IF v_stored.is_new THEN
        UPDATE helpdesk.inbound_mail AS m
        SET mailbox = p_mailbox, whole_bytes = p_whole_bytes
        WHERE m.inbound_mail_id = v_stored.inbound_mail_id;
        PERFORM helpdesk.enqueue('process_inbound_mail', jsonb_build_array(v_stored.inbound_mail_id));
    END IF;
    RETURN v_stored.is_new;
END
$$;

COMMENT ON FUNCTION helpdesk.store_mailbox_mail IS
'Keeps a mail of a mailbox and queues the decision; p_whole_bytes: its size where p_raw is its beginning only. False: '
'the same bytes have come before. Raises PD301, PD302.';
GRANT EXECUTE ON FUNCTION helpdesk.store_mailbox_mail TO worker;
