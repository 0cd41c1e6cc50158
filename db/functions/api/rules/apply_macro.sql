CREATE FUNCTION api.apply_macro(
    ticket_id bigint,
    rule_id bigint,
    version int DEFAULT NULL,
    idempotency_key text DEFAULT NULL
) RETURNS api.rule_firings
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(apply_macro.idempotency_key, 'apply_macro', jsonb_build_array(
        apply_macro.ticket_id, apply_macro.rule_id, apply_macro.version
    ));
    v_firing_id bigint;
    v_result api.rule_firings;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    v_firing_id := helpdesk.apply_macro(apply_macro.ticket_id, apply_macro.rule_id, apply_macro.version);
    SELECT * INTO v_result FROM api.rule_firings AS f WHERE f.firing_id = v_firing_id;
    PERFORM helpdesk.end_once(apply_macro.idempotency_key, to_jsonb(v_result));
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.apply_macro IS
$$Apply a macro, or press a button

All of its actions or none. Returns what rpc/undo_macro takes back. idempotency_key: the same call again within 24 hours
gives the first answer. Raises PD001, PD002, PD003, PD005, PD006, PD007, PD505.$$;
GRANT EXECUTE ON FUNCTION api.apply_macro TO agent, admin;
