CREATE FUNCTION api.agent_dashboard(days int DEFAULT 30) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN helpdesk.agent_dashboard(agent_dashboard.days);
END
$$;

COMMENT ON FUNCTION api.agent_dashboard IS
$$The caller's own figures

Returns {"since", "my_queue": {"open", "by_status", "snoozed", "overdue"}, "unassigned": of the caller's departments,
exact to 1000, then 1000+, "asked_for_help", "resolved": {"count", "median_resolution_minutes",
"p90_resolution_minutes", "median_first_response_minutes"}, "sla": {"breached_open", "due_within_hour",
"breached_resolved"}, "csat": {"count", "average", "content_percent": of ratings 4 and 5}, "replies"}. Minutes are
calendar time; resolved, csat, replies: of the last days.$$;
GRANT EXECUTE ON FUNCTION api.agent_dashboard TO agent, admin;
