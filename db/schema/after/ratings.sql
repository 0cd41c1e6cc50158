CREATE OR REPLACE TRIGGER ticket_70_await_survey AFTER UPDATE OF status ON helpdesk.ticket
    FOR EACH ROW WHEN (OLD.resolved_at IS NULL AND NEW.resolved_at IS NOT NULL)
    EXECUTE FUNCTION helpdesk.tg_ticket__await_survey();

CREATE OR REPLACE TRIGGER rating_10_check BEFORE INSERT OR UPDATE OF rating, comment ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rating__check();
CREATE OR REPLACE TRIGGER rating_50_record_event AFTER INSERT ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rating__record_event();
CREATE OR REPLACE TRIGGER rating_50_record_change AFTER UPDATE OF rating, comment ON helpdesk.rating
    FOR EACH ROW WHEN ((NEW.rating, NEW.comment) IS DISTINCT FROM (OLD.rating, OLD.comment))
    EXECUTE FUNCTION helpdesk.tg_rating__record_event();
CREATE OR REPLACE TRIGGER rating_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id,resolved_at');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD508', 409, 'the ticket cannot be rated',
        'A requester rates a resolved or closed ticket once each time, and may change that for a while.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.rate', 'Rate one''s own resolved tickets.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('customer', 'tickets.rate')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('rated', true, '%1$s was rated %3$s of 5', 'The requester rated the ticket.')
) AS d (kind, is_public, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('rating', 'number',
        '(SELECT g.rating FROM helpdesk.rating AS g WHERE g.ticket_id = v.ticket_id '
        'ORDER BY g.resolved_at DESC LIMIT 1)',
        'How the requester rated it last, 1 to 5.')
) AS d (field, value_type, expression, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('surveys', '*/15 * * * *', 'helpdesk.send_surveys()',
        'Asks requesters how content they are, survey_after_hours after their tickets were resolved.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('survey_after_hours', 'int', '24', '{"min": 0, "max": 8760}',
        'Hours after a ticket was resolved until its requester is asked how content they are; 0: never.'),
    ('rating_change_hours', 'int', '24', '{"min": 0, "max": 8760}',
        'Hours for which a requester may change a rating.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('rate_ticket', true, true, '{ticket,link,ratings,unsubscribe}'::text[],
        'A ticket was resolved: how content is its requester?')
) AS d (kind, is_bulk, has_secret, speaks_of, description);
