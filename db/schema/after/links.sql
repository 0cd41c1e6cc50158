CREATE OR REPLACE TRIGGER message_05_find_ticket BEFORE INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.description_of_id IS NULL) EXECUTE FUNCTION helpdesk.tg_message__find_ticket();

CREATE OR REPLACE TRIGGER ticket_merge_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_merge
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('merge_id');

CREATE OR REPLACE TRIGGER ticket_link_10_check_cycle BEFORE INSERT OR UPDATE ON helpdesk.ticket_link
    FOR EACH ROW WHEN (NEW.kind IN ('parent_child', 'problem_incident'))
    EXECUTE FUNCTION helpdesk.tg_ticket_link__check_cycle();
CREATE OR REPLACE TRIGGER ticket_link_50_record_event AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_link
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_ticket_link__record_event();
CREATE OR REPLACE TRIGGER ticket_link_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.ticket_link
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('link_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('close_incidents', '* * * * *', 'helpdesk.close_incidents()',
        'Resolves the incidents of resolved problems, if setting close_incidents_with_problem is on.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD501', 409, 'the tickets cannot be merged',
        'Choose an open ticket to merge into; undo an earlier merge with rpc/unmerge_ticket.'),
    ('PD502', 409, 'the tickets cannot be linked', 'See /rest/ticket_links for what is linked already.'),
    ('PD503', 409, 'the merge cannot be undone',
        'See /rest/ticket_merges; split what belongs elsewhere with rpc/split_ticket.'),
    ('PD507', 422, 'the message cannot be split off', 'Choose public replies of one ticket that are not deleted.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('reopen_within_days', 'int', '0', '{"min": 0, "max": 3650}',
        'Days after closing in which a customer''s reply reopens a ticket; a later one opens a linked follow-up. 0: '
        'no limit.'),
    ('unmerge_within_hours', 'int', '24', '{"min": 0, "max": 720}', 'How long a merge can be undone.'),
    ('close_incidents_with_problem', 'bool', 'false', NULL,
        'Incidents of a resolved or closed problem are resolved within a minute.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.merge', 'Merge tickets and undo it.'),
    ('tickets.split', 'Split messages into a new ticket.'),
    ('tickets.link', 'Link tickets, answer and resolve incidents through their problem.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('tickets.merge', ARRAY['agent', 'admin']),
        ('tickets.split', ARRAY['agent', 'admin']),
        ('tickets.link', ARRAY['agent', 'admin'])
    ) AS p (permission, roles)
) AS d;

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('ticket_merged', true, true, '%1$s was merged into %3$s', 'The ticket was merged into another one.'),
    ('merge_received', false, false, NULL, 'Another ticket was merged into this one.'),
    ('ticket_unmerged', false, false, NULL, 'A merge was undone.'),
    ('ticket_split', false, false, NULL, 'Messages were split into a new ticket, or this ticket came from them.'),
    ('ticket_linked', false, false, NULL, 'The ticket was linked to another one.'),
    ('ticket_unlinked', false, false, NULL, 'A link to another ticket was removed.'),
    ('follow_up_opened', true, false, NULL, 'A late reply opened a follow-up ticket.')
) AS d (kind, is_public, is_for_requester, notice_title, description);
