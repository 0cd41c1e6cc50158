CREATE OR REPLACE FUNCTION helpdesk.send_scheduled_replies(p_limit int DEFAULT 100) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_reply helpdesk.scheduled_reply;
    v_ticket helpdesk.ticket;
    v_claims text;
    v_problem text;
    v_count int := 0;
    v_message_id bigint;
BEGIN
    FOR v_reply IN
        SELECT *
        FROM helpdesk.scheduled_reply AS r
        WHERE r.state = 'waiting' AND r.send_at <= helpdesk.clock()
        ORDER BY r.send_at
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED
    LOOP
        v_count := v_count + 1;
        SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = v_reply.ticket_id;
        v_problem := CASE
            WHEN v_ticket.deleted_at IS NOT NULL THEN 'the ticket was deleted'
            WHEN v_ticket.merged_into_id IS NOT NULL THEN 'the ticket was merged'
            WHEN NOT EXISTS (
                SELECT FROM helpdesk.person AS p
                WHERE p.person_id = v_reply.author_id AND p.is_active AND p.role <> 'customer'
            ) OR NOT helpdesk.person_sees_ticket(v_reply.author_id, v_ticket)
                THEN 'its author does not work on the ticket any more'
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
            EXCEPTION WHEN OTHERS THEN
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
