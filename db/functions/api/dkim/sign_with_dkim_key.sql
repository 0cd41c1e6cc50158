CREATE FUNCTION api.sign_with_dkim_key(record_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('settings.edit');
    UPDATE helpdesk.dkim_key AS k
    SET signs_from = helpdesk.clock()
    WHERE k.record_name = sign_with_dkim_key.record_name;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('DKIM key %s not found', coalesce(left(sign_with_dkim_key.record_name, 100), 'null')),
            NULL, 'See /rest/dkim_keys.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.sign_with_dkim_key IS
$$Sign mails of its domain by this key

From now on, in place of the one before. First publish it: pgdesk doctor --mail says whether DNS has it. Raises PD001,
PD002.$$;
GRANT EXECUTE ON FUNCTION api.sign_with_dkim_key TO admin;
