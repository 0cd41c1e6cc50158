CREATE OR REPLACE FUNCTION helpdesk.payload_record(p_kind text, p_key text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN p_key IN ('from', 'to') THEN CASE p_kind
        WHEN 'ticket_status_changed' THEN 'status'
        WHEN 'ticket_priority_changed' THEN 'priority'
        WHEN 'department_changed' THEN 'department'
        WHEN 'ticket_assigned' THEN 'person'
        WHEN 'ticket_unassigned' THEN 'person'
    END
    WHEN p_key IN ('requester_id', 'assignee_id', 'person_id', 'person_ids', 'mentioned_by', 'requested_by', 'agent_id',
        'snoozed_by') THEN 'person'
    WHEN p_key = 'organisation_id' THEN 'organisation'
    WHEN p_key = 'department_id' THEN 'department'
    WHEN p_key = 'tag_id' THEN 'tag'
    WHEN p_key IN ('into_id', 'from_id', 'ticket_id', 'source_id', 'target_id') THEN 'ticket'
    WHEN p_key = 'status' THEN 'status'
    WHEN p_key = 'priority' THEN 'priority'
    WHEN p_key = 'ticket_type' THEN 'ticket_type'
END;

COMMENT ON FUNCTION helpdesk.payload_record IS
'What the value of a key of an event''s payload names: a kind of record, tag, or a kind of word; null: it is a value.';
