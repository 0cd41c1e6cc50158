CREATE OR REPLACE TRIGGER ticket_15_refuse_blocked BEFORE INSERT ON helpdesk.ticket
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_refuse_blocked_sender();
CREATE OR REPLACE TRIGGER ticket_34_end_spam BEFORE UPDATE OF status ON helpdesk.ticket
    FOR EACH ROW WHEN (NEW.is_spam AND NEW.status <> OLD.status AND NEW.status_category NOT IN ('solved', 'closed'))
    EXECUTE FUNCTION helpdesk.tg_ticket__end_spam();

CREATE OR REPLACE TRIGGER message_15_refuse_blocked BEFORE INSERT ON helpdesk.message
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_refuse_blocked_sender();

CREATE OR REPLACE TRIGGER blocked_sender_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.blocked_sender
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('sender');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD504', 403, 'the sender is blocked, or the ticket is spam',
        'Staff can help: rpc/unblock_sender, rpc/unmark_spam.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.spam', 'Mark spam and block senders.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('agent', 'tickets.spam'), ('admin', 'tickets.spam')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('spam_marked', false, 'The ticket was marked as spam.'),
    ('spam_unmarked', false, 'The ticket is not spam after all.')
) AS d (kind, is_public, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('is_spam', 'bool', 'v.is_spam', 'Whether it is marked as spam.')
) AS d (field, value_type, expression, description);
