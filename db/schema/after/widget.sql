CREATE OR REPLACE TRIGGER widget_origin_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.widget_origin
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('origin');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_spent_challenges', '25 * * * *', 'helpdesk.purge_spent_challenges()',
        'Forgets solved challenges that are good no more.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD101', 422, 'who opens a ticket without an account solves a challenge first', 'See /rest/rpc/new_challenge.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('guest_challenge_bits', 'int', '0', '{"min": 0, "max": 24}',
        'How hard the challenge is that is solved before a ticket is opened without an account: each bit doubles the '
        'work, 16 take a telephone about a second. 0: there is none.'),
    ('guest_challenge_minutes', 'int', '10', '{"min": 1, "max": 60}', 'How long a challenge may be solved.')
) AS d (key, value_type, default_value, allowed, description);
