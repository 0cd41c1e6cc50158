CREATE FUNCTION api.preview_sla_policy_change(draft jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_last_change_id bigint := (SELECT coalesce(max(c.sla_change_id), 0) FROM helpdesk.sla_change AS c);
    v_policy_id bigint;
    v_result jsonb;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    -- As in preview_calendar_change.
    BEGIN
        v_policy_id := helpdesk.draft_sla_policy(preview_sla_policy_change.draft);
        v_result := helpdesk.compare_sla_clocks(NULL, v_policy_id, v_last_change_id)
            || helpdesk.compare_sla_matches(v_policy_id);
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        RETURN v_result;
    END;
END
$$;

COMMENT ON FUNCTION api.preview_sla_policy_change IS
$$What an edit of an SLA policy, or a new one, would change

draft: {"sla_policy_id" (none: a new policy), "name", "position", "conditions", "calendar_id", "is_default",
"is_active", "targets": [{"priority", "metric", "target_minutes" or "target_days"}], all of them}; what is left out
stays. Returns what rpc/preview_calendar_change does for the open clocks that follow the policy, and matches_more and
matches_less: how many open tickets the conditions would bring to the policy, or take from it, when they are next
matched. Changes nothing. Raises PD001 (policy), PD002 (permission), PD006 (draft), PD401 (conditions).$$;
GRANT EXECUTE ON FUNCTION api.preview_sla_policy_change TO admin;
