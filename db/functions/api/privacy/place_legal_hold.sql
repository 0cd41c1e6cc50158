CREATE FUNCTION api.place_legal_hold(
    reason text,
    person_id bigint DEFAULT NULL,
    organisation_id bigint DEFAULT NULL,
    ticket_id bigint DEFAULT NULL
) RETURNS api.legal_holds
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_legal_hold_id bigint;
    v_result api.legal_holds;
BEGIN
    PERFORM helpdesk.require('privacy.hold');
    INSERT INTO helpdesk.legal_hold (person_id, organisation_id, ticket_id, reason, placed_by)
    VALUES (
        place_legal_hold.person_id, place_legal_hold.organisation_id, place_legal_hold.ticket_id,
        place_legal_hold.reason, helpdesk.me()
    )
    RETURNING legal_hold_id INTO v_legal_hold_id;
    SELECT * INTO v_result FROM api.legal_holds AS h WHERE h.legal_hold_id = v_legal_hold_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.place_legal_hold IS
$$Place a legal hold

On one person, organisation or ticket. What is erased or deleted already does not come back. Raises PD002, PD006.$$;
GRANT EXECUTE ON FUNCTION api.place_legal_hold TO admin;
