CREATE FUNCTION api.resolve_problem(
    problem_id bigint,
    body text DEFAULT NULL,
    status text DEFAULT 'resolved',
    idempotency_key text DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result jsonb := helpdesk.begin_once(
        resolve_problem.idempotency_key, 'resolve_problem',
        jsonb_build_array(resolve_problem.problem_id, resolve_problem.body, resolve_problem.status)
    );
BEGIN
    IF v_result IS NULL THEN
        SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.ticket_id), '[]') INTO v_result
        FROM helpdesk.reply_to_incidents(
            resolve_problem.problem_id, resolve_problem.body, resolve_problem.status, true
        ) AS r;
        PERFORM helpdesk.end_once(resolve_problem.idempotency_key, v_result);
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.resolve_problem IS
$$Resolve or close a problem with its open incidents

status: resolved or closed, for all of them; body: a public reply to all of them. Unassigned ones get the problem's
assignee, else the caller. All or none. With setting close_incidents_with_problem the incidents of a problem resolved by
any other way follow within a minute. Returns [{"ticket_id", "status", "message_id"}]. Raises PD001, PD002, PD003,
PD006, PD007, PD505.$$;
GRANT EXECUTE ON FUNCTION api.resolve_problem TO agent, admin;
