CREATE FUNCTION api.set_mail_secret(adapter text, secret bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('intake.edit');
    UPDATE helpdesk.mail_adapter AS a
    SET secret = set_mail_secret.secret
    WHERE a.adapter = set_mail_secret.adapter;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('adapter %s not found', coalesce(left(set_mail_secret.adapter, 40), 'null')), NULL,
            'See /rest/mail_adapters.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.set_mail_secret IS
$$Keep the sealed secret of an adapter

For the api process, which seals what is sent to PUT /inbound/<adapter>/secret; null: there is none. Raises PD001,
PD002, PD006 for what is not sealed.$$;
GRANT EXECUTE ON FUNCTION api.set_mail_secret TO admin;
