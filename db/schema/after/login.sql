CREATE OR REPLACE TRIGGER person_65_end_sessions AFTER UPDATE OF is_active ON helpdesk.person
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION helpdesk.tg_person__end_sessions();

CREATE OR REPLACE TRIGGER credential_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.credential
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id', 'password_hash');

CREATE OR REPLACE TRIGGER session_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.session
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('session_id', 'used_at,expires_at,network,client');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_sessions', '40 4 * * *', 'helpdesk.purge_sessions(coalesce($1, 30))',
        'Deletes sessions that have been over for 30 days.'),
    ('purge_login_tries', '*/10 * * * *', 'helpdesk.purge_login_tries()',
        'Deletes counts of tries to sign in that are older than an hour.'),
    ('purge_login_links', '45 * * * *', 'helpdesk.purge_login_links()',
        'Deletes links to set a password that expired a day ago.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD027', 401, 'nobody can sign in with this address and password', 'Check both; capital letters count.'),
    ('PD028', 429, 'it was tried too often to sign in', 'Try again later.'),
    ('PD029', 401, 'the session has ended', 'Sign in again.'),
    ('PD030', 410, 'the link was used, has expired, or was replaced by a newer one', 'Ask for another link.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('access_token_minutes', 'int', '10', '{"min": 1, "max": 60}',
        'How long an access token of a session is good; then the refresh token gets another.'),
    ('session_idle_days', 'int', '30', '{"min": 1, "max": 400}',
        'Days after which a session ends that nobody has refreshed.'),
    ('session_days', 'int', '180', '{"min": 1, "max": 400}', 'Days after which a session ends in any case.'),
    ('session_limit', 'int', '100', '{"min": 1, "max": 1000}',
        'Sessions a person has at a time; a new one ends the one used longest ago.'),
    ('refresh_grace_seconds', 'int', '10', '{"min": 0, "max": 60}',
        'How long a refresh token that was replaced still gets the answer it got: for tabs that refresh at once.'),
    ('login_account_tries', 'int', '5', '{"min": 1, "max": 1000}',
        'Tries in vain to sign in with an address, after which each lets the next wait twice as long.'),
    ('login_network_tries', 'int', '50', '{"min": 1, "max": 100000}',
        'The same for all addresses tried from a network.'),
    ('login_longest_delay_seconds', 'int', '300', '{"min": 1, "max": 3600}', 'How long they wait at most.'),
    ('login_link_minutes', 'int', '30', '{"min": 5, "max": 1440}',
        'How long a mailed link to choose a password or verify an address may be used.'),
    ('allow_registration', 'bool', 'true', NULL, 'Guests may make an account for themselves.'),
    ('login_mail_tries', 'int', '3', '{"min": 1, "max": 1000}',
        'Such links asked for an address after which each lets the next wait twice as long.'),
    ('invitation_hours', 'int', '24', '{"min": 1, "max": 720}',
        'How long a link that an administrator hands over, to set a password, may be used.'),
    ('password_min_length', 'int', '10', '{"min": 8, "max": 100}', 'Characters that a new password has at least.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('reset_password', true, true, '{link}'::text[], 'A link to choose a password, as somebody asked for.'),
    ('verify_email', true, true, '{link}', 'A link to verify the address, as somebody asked for.'),
    ('register', true, true, '{link}', 'A link by which a guest becomes a person with a password.'),
    ('password_changed', true, false, '{}', 'The password was changed.'),
    ('session_reused', true, false, '{}', 'A refresh token came a second time: somebody may have stolen it.')
) AS d (kind, is_urgent, has_secret, speaks_of, description);
