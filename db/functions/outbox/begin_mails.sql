CREATE OR REPLACE FUNCTION helpdesk.begin_mails(p_turn int, p_limit int) RETURNS SETOF jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.smtp_turn AS t
    SET ends_at = helpdesk.clock() + interval '15 minutes',
        looked_at = helpdesk.clock(),
        backend_pid = pg_backend_pid()
    WHERE t.number = p_turn;
    IF (SELECT s.address FROM helpdesk.sender_of_ticket(NULL) AS s) IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH taken AS (
        SELECT d.outgoing_mail_id, d.is_urgent, d.due_at
        FROM (VALUES (true), (false)) AS u(is_urgent)
        CROSS JOIN LATERAL (
            SELECT m.outgoing_mail_id, m.is_urgent, m.not_before AS due_at
            FROM helpdesk.outgoing_mail AS m
            WHERE m.is_urgent = u.is_urgent AND m.state IN ('queued', 'sending') AND m.not_before <= helpdesk.clock()
            ORDER BY m.not_before
            LIMIT p_limit
            FOR UPDATE SKIP LOCKED
        ) AS d
        ORDER BY d.is_urgent DESC, d.due_at
        LIMIT p_limit
    ),
    begun AS (
        UPDATE helpdesk.outgoing_mail AS m
        SET state = CASE WHEN helpdesk.is_mail_void(m) THEN 'withdrawn' ELSE 'sending' END,
            attempts = m.attempts + 1,
            begun_at = coalesce(m.begun_at, helpdesk.clock()),
            not_before = helpdesk.clock() + interval '15 minutes',
            mail_message_id = coalesce(
                m.mail_message_id,
                (
                    SELECT format(
                        '%s.%s@%s', m.outgoing_mail_id, replace(gen_random_uuid()::text, '-', ''),
                        split_part(s.address, '@', 2)
                    )
                    FROM helpdesk.sender_of_ticket(NULL) AS s
                )
            )
        FROM taken AS t
        WHERE m.outgoing_mail_id = t.outgoing_mail_id
        RETURNING m.*, t.due_at
    ),
    noted AS (
        INSERT INTO helpdesk.mail_message_id (mail_message_id, ticket_id, message_id, is_outgoing, side_conversation_id)
        SELECT b.mail_message_id, b.ticket_id, b.message_id, true, b.side_conversation_id
        FROM begun AS b
        WHERE b.ticket_id IS NOT NULL AND b.state = 'sending'
        UNION ALL
        SELECT DISTINCT
            helpdesk.thread_message_id(b.ticket_id, b.side_conversation_id), b.ticket_id, NULL::bigint, true,
            b.side_conversation_id
        FROM begun AS b
        WHERE b.ticket_id IS NOT NULL AND b.state = 'sending'
        ON CONFLICT (mail_message_id, ticket_id) DO NOTHING
    )
    SELECT jsonb_build_object(
        'outgoing_mail_id', b.outgoing_mail_id,
        'attempts', b.attempts,
        'kind', b.kind,
        'is_automatic', k.is_automatic,
        'is_answer', k.is_answer,
        'is_bulk', k.is_bulk,
        'has_secret', k.has_secret,
        'address', b.address,
        'recipient_name', p.name,
        'sender_address', s.address,
        'sender_name', s.sender_name,
        'reply_to', helpdesk.mail_reply_address(b.ticket_id, b.side_conversation_id),
        'mail_message_id', b.mail_message_id,
        'in_reply_to', r.ids[cardinality(r.ids)],
        'references', to_jsonb(coalesce(r.ids, '{}')),
        'unsubscribe_path', helpdesk.unsubscribe_path(b.kind, b.person_id),
        'begun_at', b.begun_at,
        'request_id', b.request_id,
        'enclosures', CASE
            WHEN 'message' = ANY (k.speaks_of)
                THEN helpdesk.mail_enclosures(b.ticket_id, b.message_id, b.side_message_id)
            WHEN 'report' = ANY (k.speaks_of)
                THEN helpdesk.report_enclosures((b.data ->> 'report_run_id')::bigint)
            ELSE '[]'
        END,
        'subject', b.subject,
        'body_text', b.body_text,
        'body_html', b.body_html
    )
    FROM begun AS b
    JOIN helpdesk.outgoing_mail_kind AS k USING (kind)
    LEFT JOIN helpdesk.person AS p ON p.person_id = b.person_id
    CROSS JOIN LATERAL helpdesk.sender_of_ticket(b.ticket_id) AS s
    CROSS JOIN LATERAL (SELECT helpdesk.mail_references(b.ticket_id, b.side_conversation_id) AS ids) AS r
    WHERE b.state = 'sending'
    ORDER BY b.is_urgent DESC, b.due_at, b.outgoing_mail_id;
END
$$;

COMMENT ON FUNCTION helpdesk.begin_mails IS
'Takes up to p_limit mails that are due for 15 minutes, those that somebody waits for first, and gives what they are '
'made of; keeps the turn. What tells of something that is gone is withdrawn. None: nothing is due, or the desk has no '
'address.';
GRANT EXECUTE ON FUNCTION helpdesk.begin_mails TO worker;
