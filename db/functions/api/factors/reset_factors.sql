CREATE FUNCTION api.reset_factors(person_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    PERFORM helpdesk.require('people.access');
    IF reset_factors.person_id = helpdesk.me() THEN
        PERFORM helpdesk.require_proof();
    END IF;
    PERFORM FROM helpdesk.person AS p WHERE p.person_id = reset_factors.person_id;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse('PD001', format('person %s not found', reset_factors.person_id));
    END IF;
    DELETE FROM helpdesk.totp AS t WHERE t.person_id = reset_factors.person_id;
    DELETE FROM helpdesk.passkey AS k WHERE k.person_id = reset_factors.person_id;
END
$$;

COMMENT ON FUNCTION api.reset_factors IS
$$Remove all second factors of a person

For who has lost them and their recovery codes. The person is told by mail, and adds new ones at the next login where
setting factors_required_of demands it. Raises PD001, PD002, PD082.$$;
GRANT EXECUTE ON FUNCTION api.reset_factors TO admin;
