CREATE OR REPLACE FUNCTION helpdesk.store_inbound_mail(
    p_raw bytea,
    p_adapter text,
    OUT inbound_mail_id bigint,
    OUT is_new boolean,
    OUT state text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    SELECT k.inbound_mail_id, k.is_new, k.state
    INTO store_inbound_mail.inbound_mail_id, store_inbound_mail.is_new, store_inbound_mail.state
    FROM helpdesk.keep_raw_mail(p_raw, p_adapter) AS k;
    INSERT INTO helpdesk.mail_arrival (adapter, state, inbound_mail_id)
    VALUES (p_adapter, CASE WHEN is_new THEN 'mail' ELSE 'repeat' END, inbound_mail_id);
END
$$;

COMMENT ON FUNCTION helpdesk.store_inbound_mail IS
'Keeps a raw mail, as keep_raw_mail, and notes that it arrived: what has a mail hands it over by this. Raises PD301, '
'PD302.';
GRANT EXECUTE ON FUNCTION helpdesk.store_inbound_mail TO worker;
