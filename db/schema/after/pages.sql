CREATE OR REPLACE TRIGGER public_setting_05_keep_declared BEFORE DELETE OR UPDATE ON helpdesk.public_setting
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER public_setting_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.public_setting
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('key');
CREATE OR REPLACE TRIGGER preference_05_keep_declared BEFORE DELETE OR UPDATE OF key ON helpdesk.preference
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER preference_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.preference
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('key');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD185', 422, 'a preference is unknown or cannot have this value', 'See /rest/preferences.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('page_languages', 'list', '["en", "de", "ar"]', '["en", "de", "ar"]', 'Languages that pages offer.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.public_setting', jsonb_agg(d)) FROM (VALUES
    ('allow_customer_close'),
    ('allow_customer_reopen'),
    ('allow_guest_tickets'),
    ('allow_registration'),
    ('articles_language'),
    ('blocked_file_types'),
    ('default_priority'),
    ('desk_name'),
    ('enable_real_time'),
    ('mail_language'),
    ('max_attachment_size_kb'),
    ('max_attachments_per_reply'),
    ('max_guest_attachment_size_kb'),
    ('max_staff_attachment_size_kb'),
    ('message_edit_within_minutes'),
    ('page_languages'),
    ('password_min_length'),
    ('presence_within_seconds'),
    ('rating_change_hours'),
    ('reopen_within_days'),
    ('route_prefix'),
    ('ticket_reference_prefix'),
    ('undo_send_seconds')
) AS d (key);

SELECT pgdesk_deploy.declare_rows('helpdesk.preference', jsonb_agg(d)) FROM (VALUES
    ('theme', 'choice', '"default"', '["default", "system", "light", "dark"]'::jsonb,
        'How bright pages are; default: as setting brand_theme says.'),
    ('density', 'choice', '"comfortable"', '["comfortable", "compact"]', 'How high rows of lists are.'),
    ('single_letter_keys', 'bool', 'true', NULL, 'Whether keys without Ctrl or Command do something.'),
    ('keys', 'map', '{}', '{"members": "text", "name_pattern": "^[a-z][a-zA-Z0-9_.]{0,60}$", "pattern": "^.{0,40}$"}',
        'Keys of one''s own by action; an empty text: no key.'),
    ('list_columns', 'map', '{}',
        '{"members": "list", "name_pattern": "^[a-zA-Z0-9_.-]{1,60}$", "pattern": "^[a-zA-Z0-9_.-]{1,60}$"}',
        'Columns by list: the slug or view_id of a saved view, or the name of another list.'),
    ('start_view', 'text', '"my_tickets"', '{"pattern": "^[a-z0-9_]{1,60}$"}',
        'The saved view that the queue opens with: its slug or view_id.'),
    ('after_send', 'choice', '"stay"', '["stay", "next", "list"]', 'Where one is after a reply was sent.'),
    ('after_resolve', 'choice', '"next"', '["stay", "next", "list"]', 'Where one is after a ticket was resolved.'),
    ('folded_sections', 'list', '[]', NULL, 'Sections of the panel beside a ticket that are folded.'),
    ('desktop_notices', 'bool', 'false', NULL, 'Whether the device shows what the bell rings for.')
) AS d (key, value_type, default_value, allowed, description);
