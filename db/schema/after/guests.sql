CREATE OR REPLACE TRIGGER guest_link_60_withdraw_mails AFTER DELETE ON helpdesk.guest_link
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_guest_link__withdraw_mails();
CREATE OR REPLACE TRIGGER guest_link_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.guest_link
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('guest_link_id', 'nonce,code_nonce');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_guest_intake', '45 * * * *', 'helpdesk.purge_guest_intake()',
        'Forgets from where tickets came that were opened without an account, a day later.'),
    ('purge_guest_links', '55 5 * * *', 'helpdesk.purge_guest_links()',
        'Deletes links to one ticket that expired a day ago.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD100', 401, 'no code that was mailed for this ticket is like that', 'Ask for another code.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.guest_links', 'Mail or revoke the link by which a requester reaches a ticket without an account.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('agent', 'tickets.guest_links'),
    ('admin', 'tickets.guest_links'),
    ('guest', 'tickets.reply'),
    ('guest', 'tickets.close'),
    ('guest', 'tickets.reopen'),
    ('guest', 'tickets.rate')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('allow_guest_tickets', 'bool', 'true', NULL, 'People without an account may open tickets.'),
    ('guest_tickets_per_hour', 'int', '20', '{"min": 1, "max": 100000}',
        'Tickets that may be opened without an account in an hour, of one network and of one address.'),
    ('guest_link_days', 'int', '90', '{"min": 1, "max": 3650}',
        'How long a mailed link to one ticket may be used, from the last mail with it.'),
    ('guest_code_minutes', 'int', '30', '{"min": 5, "max": 1440}', 'How long a code that was mailed along may be.'),
    ('guest_code_tries', 'int', '5', '{"min": 1, "max": 1000}',
        'Codes tried in vain for one ticket after which each lets the next wait twice as long.'),
    ('guest_access_minutes', 'int', '60', '{"min": 1, "max": 1440}',
        'How long the access token is good that a link or a code is changed for.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('ticket_opened', true, true, '{ticket,link,code,hours}'::text[],
        'A ticket was opened by a form, without an account: the link to it, and a code.'),
    ('link_requested', true, true, '{ticket,link,code}',
        'The link and a code, as somebody asked for, or staff sent it.')
) AS d (kind, is_urgent, has_secret, speaks_of, description);
