CREATE FUNCTION api.undo_macro(firing_id bigint) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.tickets;
BEGIN
    PERFORM helpdesk.undo_macro(undo_macro.firing_id);
    SELECT t.* INTO v_result
    FROM api.tickets AS t
    JOIN helpdesk.rule_firing AS f ON f.ticket_id = t.ticket_id
    WHERE f.firing_id = undo_macro.firing_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.undo_macro IS
$$Take back a macro

By the one who applied it, within setting macro_undo_within_minutes, while nothing else has changed. Raises PD001,
PD002, PD403.$$;
GRANT EXECUTE ON FUNCTION api.undo_macro TO agent, admin;
