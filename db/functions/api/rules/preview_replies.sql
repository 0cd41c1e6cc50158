CREATE FUNCTION api.preview_replies(ticket_ids bigint[], body text, status text DEFAULT NULL)
RETURNS TABLE (ticket_id bigint, reference text, requester_name text, reply text, reason jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_actions jsonb := helpdesk.actions_of_reply(
        preview_replies.ticket_ids, preview_replies.body, preview_replies.status
    );
BEGIN
    RETURN QUERY
    SELECT
        c.ticket_id,
        t.reference,
        p.name,
        CASE WHEN t.ticket_id IS NOT NULL THEN helpdesk.render_template(preview_replies.body, t.ticket_id) END,
        c.refusal
    FROM helpdesk.classify_tickets(preview_replies.ticket_ids, helpdesk.read_change(v_actions)) AS c
    LEFT JOIN helpdesk.ticket AS t ON t.ticket_id = c.ticket_id AND c.refusal IS NULL
    LEFT JOIN helpdesk.person AS p ON p.person_id = t.requester_id
    ORDER BY c.ticket_id;
END
$$;

COMMENT ON FUNCTION api.preview_replies IS
$$What rpc/reply_to_tickets would write

A row per ticket: the text filled in, or the reason why it would be refused. Nothing is written. Raises PD002, PD006,
PD402, PD404.$$;
GRANT EXECUTE ON FUNCTION api.preview_replies TO agent, admin;
