CREATE FUNCTION api.keep_address(email text, with_bulk boolean DEFAULT false) RETURNS api.mail_addresses
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_email text := lower(btrim(keep_address.email));
    v_result api.mail_addresses;
BEGIN
    PERFORM helpdesk.require('mail.addresses');
    UPDATE helpdesk.mail_address AS a
    SET state = 'sent',
        complained_at = CASE WHEN keep_address.with_bulk THEN NULL ELSE a.complained_at END,
        decided_at = helpdesk.clock(),
        decided_by = helpdesk.me()
    WHERE a.email = v_email;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('mail address %s not found', left(coalesce(v_email, 'null'), 100)), NULL,
            'See /rest/mail_addresses; what is not there is sent everything.'
        );
    END IF;
    UPDATE helpdesk.outgoing_mail AS o
    SET state = 'queued', not_before = helpdesk.clock(), last_answer = NULL
    WHERE o.address IN (keep_address.email, v_email)
        AND o.state = 'withdrawn'
        AND o.last_answer = 'mails to this address failed'
        AND NOT o.is_urgent
        AND o.created_at > helpdesk.clock() - interval '7 days';
    SELECT * INTO v_result FROM api.mail_addresses AS a WHERE a.email = v_email;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.keep_address IS
$$Send mail to an address again

What failed before counts no more, and what was kept back in the last seven days is sent now. with_bulk: also what goes
to many, although a mail was called spam there. Returns the address. Raises PD001, PD002.$$;
GRANT EXECUTE ON FUNCTION api.keep_address TO agent, admin;
