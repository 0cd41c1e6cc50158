CREATE FUNCTION api.stop_address(email text) RETURNS api.mail_addresses
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.mail_addresses;
BEGIN
    PERFORM helpdesk.require('mail.addresses');
    INSERT INTO helpdesk.mail_address AS a (email, state, decided_at, decided_by)
    VALUES (lower(btrim(stop_address.email)), 'stopped', helpdesk.clock(), helpdesk.me())
    ON CONFLICT (email) DO UPDATE
    SET state = 'stopped', decided_at = EXCLUDED.decided_at, decided_by = EXCLUDED.decided_by;
    SELECT * INTO v_result FROM api.mail_addresses AS a WHERE a.email = lower(btrim(stop_address.email));
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.stop_address IS
$$Send no more mail to an address

Whether its mails failed or not. A second call changes nothing but who decided. Returns the address. Raises PD002,
PD006.$$;
GRANT EXECUTE ON FUNCTION api.stop_address TO agent, admin;
