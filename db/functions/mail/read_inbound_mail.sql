CREATE OR REPLACE FUNCTION helpdesk.read_inbound_mail(p_inbound_mail_id bigint) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT m.raw FROM helpdesk.inbound_mail AS m WHERE m.inbound_mail_id = p_inbound_mail_id AND m.state = 'received';
END;

COMMENT ON FUNCTION helpdesk.read_inbound_mail IS 'The raw bytes of a mail that is not decided yet, else NULL.';
GRANT EXECUTE ON FUNCTION helpdesk.read_inbound_mail TO worker;
