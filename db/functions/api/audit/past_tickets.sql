CREATE VIEW api.past_tickets WITH (security_invoker = true) AS
SELECT
    t.*,
    NULL::timestamptz AS recorded_from,
    NULL::jsonb AS log,
    NULL::jsonb AS custom_fields,
    NULL::jsonb AS participants,
    NULL::jsonb AS messages
FROM api.tickets AS t
WHERE helpdesk.token_reads('past_tickets') AND false;

COMMENT ON VIEW api.past_tickets IS
$$What rpc/ticket_as_of returns

The columns of tickets and more; it holds no rows itself.$$;
COMMENT ON COLUMN api.past_tickets.recorded_from IS
'Since when every change is in the audit log. For an earlier instant the answer is the earliest state that is known.';
COMMENT ON COLUMN api.past_tickets.log IS
'How many changes of the ticket and its messages since then are sealed and not sealed yet, and the change_id of those '
'that somebody changed in the log: {"sealed": 5, "unsealed": 1, "changed": []}.';
COMMENT ON COLUMN api.past_tickets.custom_fields IS 'Values by key, of the fields that there are now.';
COMMENT ON COLUMN api.past_tickets.participants IS 'Rows as in ticket_participants.';
COMMENT ON COLUMN api.past_tickets.messages IS 'Rows as in messages, in order.';
COMMENT ON COLUMN api.past_tickets.has_mention IS 'Whether somebody had been mentioned by then.';
COMMENT ON COLUMN api.past_tickets.has_alert IS 'Whether a request for help was not addressed then.';
COMMENT ON COLUMN api.past_tickets.requester_name IS 'Name, of now, of who was the requester.';
COMMENT ON COLUMN api.past_tickets.assignee_name IS 'Name, of now, of who owned it; null: nobody did.';
COMMENT ON COLUMN api.past_tickets.tags IS 'Names that its tags had, in order.';
COMMENT ON COLUMN api.past_tickets.next_due_at IS
'The earliest instant at which an SLA clock that was open then was due.';
COMMENT ON COLUMN api.past_tickets.sla_state IS 'The worst of the SLA clocks that were open then.';
COMMENT ON COLUMN api.past_tickets.is_followed IS 'Whether the caller followed it then.';
