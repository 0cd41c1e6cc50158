CREATE FUNCTION api.reply_to_incidents(
    problem_id bigint,
    body text,
    status text DEFAULT NULL,
    idempotency_key text DEFAULT NULL
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result jsonb := helpdesk.begin_once(
        reply_to_incidents.idempotency_key, 'reply_to_incidents',
        jsonb_build_array(reply_to_incidents.problem_id, reply_to_incidents.body, reply_to_incidents.status)
    );
BEGIN
    IF v_result IS NULL THEN
        SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.ticket_id), '[]') INTO v_result
        FROM helpdesk.reply_to_incidents(
            reply_to_incidents.problem_id, reply_to_incidents.body, reply_to_incidents.status
        ) AS r;
        PERFORM helpdesk.end_once(reply_to_incidents.idempotency_key, v_result);
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.reply_to_incidents IS
$$Reply to all incidents of a problem

One public reply to each open incident, which may set its status; unassigned ones get the problem's assignee (else the
caller) where the status needs one. All or none. Returns [{"ticket_id", "status", "message_id"}]. Raises PD001, PD002,
PD003, PD006, PD007, PD505.$$;
GRANT EXECUTE ON FUNCTION api.reply_to_incidents TO agent, admin;
