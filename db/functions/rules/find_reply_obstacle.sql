CREATE OR REPLACE FUNCTION helpdesk.find_reply_obstacle(p_ticket helpdesk.ticket) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN CASE
        WHEN p_ticket.merged_into_id IS NOT NULL THEN 'merged'
        WHEN p_ticket.is_spam OR helpdesk.is_blocked_sender(
            (
                SELECT coalesce(p.email, p.claimed_email) FROM helpdesk.person AS p
                WHERE p.person_id = p_ticket.requester_id
            )
        )
            THEN 'spam is not answered'
        WHEN EXISTS (
            SELECT 1
            FROM helpdesk.inbound_mail AS m
            WHERE m.ticket_id = p_ticket.ticket_id
                AND m.automatic_kind IS NOT NULL
                AND m.received_at >= coalesce((
                    SELECT r.created_at FROM helpdesk.message AS r
                    WHERE r.ticket_id = p_ticket.ticket_id AND r.kind = 'reply' AND r.author_id IS NOT NULL
                    ORDER BY r.message_id DESC LIMIT 1
                ), '-infinity')
        ) THEN 'automatic mail is not answered'
        WHEN (
            SELECT count(*) FROM helpdesk.message AS r
            WHERE r.ticket_id = p_ticket.ticket_id AND r.kind = 'reply' AND r.author_id IS NULL
                AND r.created_at > helpdesk.clock() - interval '1 day'
        ) >= helpdesk.setting_int('rules.max_replies_per_day') THEN 'answered automatically too often within a day'
    END;
END
$$;

COMMENT ON FUNCTION helpdesk.find_reply_obstacle IS
'Why a rule must not reply on its own, or NULL: machines never answer machines, and never without end.';
