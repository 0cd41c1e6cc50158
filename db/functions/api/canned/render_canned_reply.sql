CREATE FUNCTION api.render_canned_reply(canned_reply_id bigint, ticket_id bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_body text;
    v_ticket helpdesk.ticket;
BEGIN
    SELECT c.body INTO v_body
    FROM helpdesk.canned_reply AS c
    WHERE c.canned_reply_id = render_canned_reply.canned_reply_id AND (c.is_shared OR c.owner_id = helpdesk.me());
    SELECT * INTO v_ticket FROM helpdesk.ticket AS t WHERE t.ticket_id = render_canned_reply.ticket_id;
    PERFORM helpdesk.require('tickets.note');
    IF v_body IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('canned reply %s not found', coalesce(render_canned_reply.canned_reply_id::text, 'null'))
        );
    ELSIF v_ticket.ticket_id IS NULL OR NOT helpdesk.can_see_ticket(v_ticket) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('ticket %s not found', coalesce(render_canned_reply.ticket_id::text, 'null'))
        );
    END IF;
    RETURN helpdesk.render_template(v_body, render_canned_reply.ticket_id);
END
$$;

COMMENT ON FUNCTION api.render_canned_reply IS
$$A canned reply, filled in for a ticket

Raises PD001.$$;
GRANT EXECUTE ON FUNCTION api.render_canned_reply TO agent, admin;
