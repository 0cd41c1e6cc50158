CREATE FUNCTION api.lift_legal_hold(legal_hold_id bigint) RETURNS api.legal_holds
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.legal_holds;
BEGIN
    PERFORM helpdesk.require('privacy.hold');
    UPDATE helpdesk.legal_hold AS h
    SET lifted_at = helpdesk.clock(), lifted_by = helpdesk.me()
    WHERE h.legal_hold_id = lift_legal_hold.legal_hold_id AND h.lifted_at IS NULL;
    IF NOT FOUND THEN
        PERFORM helpdesk.refuse(
            'PD001',
            format('there is no legal hold %s in force', coalesce(lift_legal_hold.legal_hold_id::text, 'null'))
        );
    END IF;
    SELECT * INTO v_result FROM api.legal_holds AS h WHERE h.legal_hold_id = lift_legal_hold.legal_hold_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.lift_legal_hold IS
$$Lift a legal hold

It stays to be read. Raises PD001 (none is in force), PD002.$$;
GRANT EXECUTE ON FUNCTION api.lift_legal_hold TO admin;
