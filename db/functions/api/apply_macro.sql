CREATE FUNCTION api.apply_macro(ticket_id bigint, rule_id bigint, version int DEFAULT NULL) RETURNS api.rule_firings
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_firing_id bigint;
    v_result api.rule_firings;
BEGIN
    v_firing_id := helpdesk.apply_macro(apply_macro.ticket_id, apply_macro.rule_id, apply_macro.version);
    SELECT * INTO v_result FROM api.rule_firings AS f WHERE f.firing_id = v_firing_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.apply_macro(bigint, bigint, int) IS
$$Apply a macro, or press a button

All of its actions or none. Returns what rpc/undo_macro takes back. Raises PD001, PD002, PD003, PD005, PD006, PD007.$$;
GRANT EXECUTE ON FUNCTION api.apply_macro(bigint, bigint, int) TO agent, admin;
