CREATE OR REPLACE TRIGGER rating_10_check BEFORE INSERT ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rating__check();
CREATE OR REPLACE TRIGGER rating_50_record_event AFTER INSERT ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rating__record_event();
CREATE OR REPLACE TRIGGER rating_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.rating
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('ticket_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD508', 409, 'the ticket cannot be rated', 'A requester rates a resolved or closed ticket once.')
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
    ('rating', 'number', '(SELECT g.rating FROM helpdesk.rating AS g WHERE g.ticket_id = v.ticket_id)',
        'How the requester rated it, 1 to 5.')
) AS d (field, value_type, expression, description);
