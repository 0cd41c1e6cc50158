CREATE FUNCTION api.reply_to_tickets(ticket_ids bigint[], body text, status text DEFAULT NULL)
RETURNS TABLE (ticket_id bigint, outcome text, reason jsonb, message_id bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_actions jsonb := helpdesk.actions_of_reply(
        reply_to_tickets.ticket_ids, reply_to_tickets.body, reply_to_tickets.status
    );
    v_done jsonb;
BEGIN
    SELECT jsonb_agg(to_jsonb(a)) INTO v_done FROM helpdesk.apply_actions(reply_to_tickets.ticket_ids, v_actions) AS a;
    RETURN QUERY
    WITH told AS (
        SELECT
            (d.value ->> 'ticket_id')::bigint AS ticket_id,
            CASE d.value ->> 'outcome' WHEN 'applied' THEN 'replied' ELSE d.value ->> 'outcome' END AS outcome,
            CASE d.value ->> 'outcome' WHEN 'refused' THEN d.value -> 'detail' -> 0 END AS reason,
            (
                SELECT max(e.message_id)
                FROM helpdesk.event AS e
                WHERE e.ticket_id = (d.value ->> 'ticket_id')::bigint
                    AND e.kind = 'reply_created'
                    AND e.xid = pg_current_xact_id()
            ) AS message_id
        FROM jsonb_array_elements(v_done) AS d(value)
    ),
    -- Held back, so that all can be undone at once.
    held AS (
        UPDATE helpdesk.outgoing_mail AS m
        SET not_before = greatest(
            m.not_before,
            helpdesk.clock() + make_interval(secs => helpdesk.setting_int('bulk_reply_undo_seconds'))
        )
        FROM told AS t
        WHERE m.ticket_id = t.ticket_id AND m.message_id = t.message_id AND m.state = 'queued'
    )
    SELECT t.ticket_id, t.outcome, t.reason, t.message_id FROM told AS t ORDER BY t.ticket_id;
END
$$;

COMMENT ON FUNCTION api.reply_to_tickets IS
$$Write a public reply to many tickets

body with {{placeholders}} as in canned replies, which rpc/preview_replies shows filled in; at most 1,000 tickets.
status: what they become; without it, setting status_on_agent_reply decides. One transaction; a row per ticket: outcome
replied, unchanged (nothing was left to say), or refused with the reason, {"code", "message", "details", "hint"}. Mails
wait for setting bulk_reply_undo_seconds; until then rpc/undo_replies with the message_ids takes all back. Raises PD002,
PD006, PD402, PD404.$$;
GRANT EXECUTE ON FUNCTION api.reply_to_tickets TO agent, admin;
