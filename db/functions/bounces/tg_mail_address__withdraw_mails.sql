-- A trigger, so that it holds whoever closes the address; of what begins to wait later keep_back takes care.
CREATE OR REPLACE FUNCTION helpdesk.tg_mail_address__withdraw_mails() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.outgoing_mail AS m
    SET state = 'withdrawn',
        last_answer = CASE NEW.state
            WHEN 'asked' THEN 'mails to this address failed'
            ELSE 'no mail goes to this address'
        END
    WHERE m.outgoing_mail_id IN (
        SELECT o.outgoing_mail_id
        FROM helpdesk.outgoing_mail AS o
        WHERE o.address = NEW.email AND o.state = 'queued'
        ORDER BY o.outgoing_mail_id
        FOR UPDATE
    );
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.tg_mail_address__withdraw_mails IS
'Withdraws what waits to be sent to an address to which nothing goes any more.';
