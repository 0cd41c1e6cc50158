CREATE FUNCTION api.what_if_sla(draft jsonb, created_from timestamptz, created_until timestamptz DEFAULT NULL)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result jsonb;
BEGIN
    PERFORM helpdesk.require('settings.edit');
    IF what_if_sla.created_from IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'created_from is missing');
    END IF;
    -- As in preview_calendar_change.
    BEGIN
        PERFORM helpdesk.draft_sla_policy(what_if_sla.draft);
        v_result := helpdesk.compare_sla_replay(
            what_if_sla.created_from, coalesce(what_if_sla.created_until, 'infinity')
        );
        RAISE SQLSTATE 'UNDO0';
    EXCEPTION WHEN SQLSTATE 'UNDO0' THEN
        RETURN v_result;
    END;
END
$$;

COMMENT ON FUNCTION api.what_if_sla IS
$$What a past period would have been like under a draft policy

draft as in rpc/preview_sla_policy_change, {} for the policies as they are. Replays every ticket opened in the period
(created_until: default now), from its events, under the draft, the other policies, calendars and settings as they are
now. Returns {"tickets", "purged" (how many more were opened, whose events have been purged), "results": [{"metric",
"priority" (the ticket's), "promises", "missed", "recorded_promises", "recorded_missed", "newly_missed",
"no_longer_missed"}]}, recorded: what really happened. A minute or more for 100000 tickets. Changes nothing. Raises
PD001 (policy), PD002 (permission), PD006 (draft; more than 100000 tickets), PD401 (conditions).$$;
GRANT EXECUTE ON FUNCTION api.what_if_sla TO admin;
