CREATE OR REPLACE FUNCTION helpdesk.event_facts(p_event helpdesk.event) RETURNS jsonb
LANGUAGE sql IMMUTABLE
RETURN jsonb_build_object(
    'kind', (p_event).kind,
    'payload', (p_event).payload,
    'event_id', (p_event).event_id,
    'message_id', (p_event).message_id,
    'at', (p_event).at
);

COMMENT ON FUNCTION helpdesk.event_facts IS 'What conditions see of an event, as x.event.';
