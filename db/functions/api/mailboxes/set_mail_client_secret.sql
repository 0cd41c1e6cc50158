CREATE FUNCTION api.set_mail_client_secret(provider text, client_secret bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('mailboxes.edit');
    UPDATE helpdesk.mail_provider AS p
    SET client_secret = set_mail_client_secret.client_secret
    WHERE p.provider = set_mail_client_secret.provider;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('mail provider %s not found', coalesce(left(set_mail_client_secret.provider, 40), 'null')),
            NULL, 'See /rest/mail_providers.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.set_mail_client_secret IS
$$Keep the sealed client secret of a mail provider

For the api process, which seals what is sent to PUT /mail/providers/<provider>/client_secret; null: there is none.
Raises PD001, PD002, PD006 for what is not sealed.$$;
GRANT EXECUTE ON FUNCTION api.set_mail_client_secret TO admin;
