INSERT INTO pgdesk_deploy.access_rule (rule, predicate) VALUES
    ('part of it, or of a visible ticket', $$
        side_conversation_id = ANY ((SELECT helpdesk.my_side_conversation_ids())::bigint[]) OR [of a visible ticket]
    $$),
    ('of a visible side conversation', $$
        EXISTS (
            SELECT 1 FROM helpdesk.side_conversation AS c WHERE c.side_conversation_id = this.side_conversation_id
        )
    $$);

INSERT INTO pgdesk_deploy.access_right (name, rule, columns) VALUES
    ('side_conversation_staff_select', 'part of it, or of a visible ticket', '*'),
    ('side_participant_staff_select', 'of a visible side conversation', '*'),
    ('side_outsider_staff_select', 'of a visible side conversation', '*'),
    ('side_message_staff_select', 'of a visible side conversation', '*');
