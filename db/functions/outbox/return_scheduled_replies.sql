CREATE OR REPLACE FUNCTION helpdesk.return_scheduled_replies(p_scheduled_reply_ids bigint[], p_reason text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_reply helpdesk.scheduled_reply;
BEGIN
    FOR v_reply IN
        UPDATE helpdesk.scheduled_reply AS r
        SET state = 'returned', reason = p_reason
        WHERE r.scheduled_reply_id = ANY (p_scheduled_reply_ids) AND r.state = 'waiting'
        RETURNING r.*
    LOOP
        PERFORM helpdesk.give_draft_back(v_reply.author_id, v_reply.ticket_id, v_reply.body);
        PERFORM helpdesk.record_event(v_reply.ticket_id, 'scheduled_reply_returned', jsonb_build_object(
            'scheduled_reply_id', v_reply.scheduled_reply_id, 'person_ids', jsonb_build_array(v_reply.author_id)
        ));
    END LOOP;
END
$$;

COMMENT ON FUNCTION helpdesk.return_scheduled_replies IS
'Makes replies that wait drafts of their authors again, who are told.';
