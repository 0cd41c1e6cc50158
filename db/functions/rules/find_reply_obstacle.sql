CREATE OR REPLACE FUNCTION helpdesk.find_reply_obstacle(p_ticket helpdesk.ticket) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_why text;
BEGIN
    IF p_ticket.merged_into_id IS NOT NULL THEN
        RETURN helpdesk.merged_refusal(p_ticket);
    END IF;
    v_why := CASE
        WHEN p_ticket.is_spam OR helpdesk.is_blocked_sender(
            (
                SELECT coalesce(p.email, p.claimed_email) FROM helpdesk.person AS p
                WHERE p.person_id = p_ticket.requester_id
            )
        )
            THEN 'is spam, which rules do not answer'
        WHEN EXISTS (
            SELECT 1
            FROM helpdesk.inbound_mail AS m
            WHERE m.ticket_id = p_ticket.ticket_id
                AND m.side_conversation_id IS NULL
                AND m.automatic_kind IS NOT NULL
                AND m.received_at >= coalesce((
                    SELECT r.created_at FROM helpdesk.message AS r
                    WHERE r.ticket_id = p_ticket.ticket_id AND r.kind = 'reply' AND r.author_id IS NOT NULL
                    ORDER BY r.message_id DESC LIMIT 1
                ), '-infinity')
        ) THEN 'was written by automatic mail, which rules do not answer'
        WHEN (
            SELECT count(*) FROM helpdesk.message AS r
            WHERE r.ticket_id = p_ticket.ticket_id AND r.kind = 'reply' AND r.author_id IS NULL
                AND r.created_at > helpdesk.clock() - interval '1 day'
        ) >= helpdesk.setting_int('rules.max_replies_per_day') THEN 'was answered by rules too often within a day'
    END;
    IF v_why IS NULL THEN
        RETURN NULL;
    END IF;
    RETURN helpdesk.refusal('PD407', format('ticket %s %s', p_ticket.reference, v_why));
END
$$;

COMMENT ON FUNCTION helpdesk.find_reply_obstacle IS
'Why a rule must not reply on its own, or NULL: machines never answer machines, and never without end.';
