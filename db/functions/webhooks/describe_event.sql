CREATE OR REPLACE FUNCTION helpdesk.describe_event(p_event helpdesk.event) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET timezone = 'UTC'
RETURN jsonb_build_object(
    'at', (p_event).at, 'actor_id', (p_event).actor_id, 'actor_role', (p_event).actor_role,
    'message_id', (p_event).message_id, 'details', (p_event).payload,
    'ticket', helpdesk.describe_ticket((p_event).ticket_id)
);

COMMENT ON FUNCTION helpdesk.describe_event IS 'What a webhook is told of an event, with its ticket as it is now.';
