-- Tickets are locked before the replies that wait on them, as by a customer who writes (message_72_return_scheduled),
-- and each reply is read when that is done: the customer may have been first.
CREATE OR REPLACE FUNCTION helpdesk.send_scheduled_replies(p_limit int DEFAULT 100) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_due record;
    v_reply helpdesk.scheduled_reply;
    v_ticket helpdesk.ticket;
    v_claims text;
    v_problem text;
    v_count int := 0;
    v_message_id bigint;
BEGIN
    FOR v_due IN
        SELECT d.scheduled_reply_id, d.ticket_id
        FROM (
            SELECT r.scheduled_reply_id, r.ticket_id, r.send_at
            FROM helpdesk.scheduled_reply AS r
            WHERE r.state = 'waiting' AND r.send_at <= helpdesk.clock()
            ORDER BY r.send_at
            LIMIT p_limit
        ) AS d
        ORDER BY d.ticket_id, d.send_at
    LOOP
        v_count := v_count + 1;
        SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = v_due.ticket_id FOR NO KEY UPDATE;
        SELECT * INTO v_reply
        FROM helpdesk.scheduled_reply AS r
        WHERE r.scheduled_reply_id = v_due.scheduled_reply_id AND r.state = 'waiting'
        FOR UPDATE;
        CONTINUE WHEN NOT FOUND;
        v_problem := CASE
            WHEN v_ticket.deleted_at IS NOT NULL THEN 'the ticket was deleted'
            WHEN v_ticket.merged_into_id IS NOT NULL THEN 'the ticket was merged'
            WHEN NOT EXISTS (
                SELECT
                FROM helpdesk.person AS p
                JOIN helpdesk.agent AS a USING (person_id)
                WHERE p.person_id = v_reply.author_id
                    AND p.is_active
                    AND p.role <> 'customer'
                    AND helpdesk.ticket_access(v_ticket, p.person_id, p.role) = 'work'
                    AND CASE
                        WHEN v_reply.sets_status IS NULL THEN '{tickets.reply}'::text[]
                        ELSE '{tickets.reply,tickets.status}'
                    END <@ ARRAY(
                        SELECT rp.permission
                        FROM helpdesk.role_permission AS rp
                        WHERE rp.role = helpdesk.desk_role_of(p.role, a)
                    )
            ) THEN 'its author may not answer the ticket any more'
        END;
        IF v_problem IS NULL THEN
            v_claims := helpdesk.begin_acting_as(v_reply.author_id);
            BEGIN
                INSERT INTO helpdesk.message (ticket_id, kind, author_id, body, sets_status)
                VALUES (v_reply.ticket_id, 'reply', v_reply.author_id, v_reply.body, v_reply.sets_status)
                RETURNING message_id INTO v_message_id;
                UPDATE helpdesk.scheduled_reply AS r
                SET state = 'sent', message_id = v_message_id
                WHERE r.scheduled_reply_id = v_reply.scheduled_reply_id;
            EXCEPTION
            WHEN transaction_rollback THEN
                RAISE; -- a deadlock is no fault of the reply: the job runs again
            WHEN OTHERS THEN
                -- One that a rule refuses must not keep the others waiting.
                v_problem := SQLERRM;
            END;
            PERFORM helpdesk.end_acting_as(v_claims);
        END IF;
        IF v_problem IS NOT NULL THEN
            PERFORM helpdesk.return_scheduled_replies(
                ARRAY[v_reply.scheduled_reply_id], left(v_problem, 1000)
            );
        END IF;
    END LOOP;
    RETURN helpdesk.job_has_more(v_count, p_limit);
END
$$;

COMMENT ON FUNCTION helpdesk.send_scheduled_replies IS
'Writes up to p_limit replies whose time has come, as their authors; one that cannot be written is returned. How many '
'were due.';
GRANT EXECUTE ON FUNCTION helpdesk.send_scheduled_replies TO worker;
