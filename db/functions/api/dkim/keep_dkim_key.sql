CREATE FUNCTION api.keep_dkim_key(domain text, selector text, public_key text, private_key bytea)
RETURNS SETOF api.dkim_keys
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_record_name text;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    INSERT INTO helpdesk.dkim_key AS k (domain, selector, public_key, private_key)
    VALUES (
        keep_dkim_key.domain, keep_dkim_key.selector, keep_dkim_key.public_key, keep_dkim_key.private_key
    )
    ON CONFLICT (record_name) DO NOTHING
    RETURNING k.record_name INTO v_record_name;
    IF v_record_name IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD143', format('selector %s of %s has a key already', keep_dkim_key.selector, keep_dkim_key.domain)
        );
    END IF;
    RETURN QUERY SELECT k.* FROM api.dkim_keys AS k WHERE k.record_name = v_record_name;
END
$$;

COMMENT ON FUNCTION api.keep_dkim_key IS
$$Keep a sealed key by which mails are to be signed

For the api process, which makes and seals what PUT /mail/dkim_keys/<domain>/<selector> answers; it signs nothing yet.
Raises PD002, PD006, also for what is not sealed, PD143.$$;
GRANT EXECUTE ON FUNCTION api.keep_dkim_key TO admin;
