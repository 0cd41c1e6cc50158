CREATE FUNCTION api.make_recovery_codes() RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require_proof();
    IF helpdesk.list_factors(helpdesk.me()) <@ '{recovery_code}' THEN
        PERFORM helpdesk.refuse(
            'PD083', 'recovery codes stand in for a second factor, and there is none', NULL,
            'Add an authenticator app or a passkey first: POST /auth/totp, POST /auth/passkeys.'
        );
    END IF;
    PERFORM helpdesk.queue_mail('recovery_codes_made', helpdesk.me());
    RETURN helpdesk.make_recovery_codes(helpdesk.me());
END
$$;

COMMENT ON FUNCTION api.make_recovery_codes IS
$$Make ten recovery codes

They replace the caller's and are shown this once. Each signs in once in place of a second factor. Needs a fresh proof
of who one is, POST /auth/proof; the person is told by mail. Raises PD082, PD083.$$;
GRANT EXECUTE ON FUNCTION api.make_recovery_codes TO customer, agent, admin;
