CREATE FUNCTION api.retire_signing_key(key_id text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('keys.edit');
    PERFORM helpdesk.take_turn('signing_key');
    IF retire_signing_key.key_id = helpdesk.current_signing_key_id() THEN
        PERFORM helpdesk.refuse('PD070', format('key %s signs tokens', retire_signing_key.key_id));
    END IF;
    UPDATE helpdesk.signing_key AS k
    SET retired_at = helpdesk.clock(), private_key = NULL
    WHERE k.key_id = retire_signing_key.key_id AND k.retired_at IS NULL;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001', format('key %s not found', coalesce(left(retire_signing_key.key_id, 100), 'null')), NULL,
            'See /rest/signing_keys.'
        );
    END IF;
END
$$;

COMMENT ON FUNCTION api.retire_signing_key IS
$$Refuse what a key signed

At once, and for good, as for a key that others may know; its private part is forgotten. The one that signs is replaced
first: pgdesk keys rotate --at-once. Raises PD001, PD002, PD070.$$;
GRANT EXECUTE ON FUNCTION api.retire_signing_key TO admin;
