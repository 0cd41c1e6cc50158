CREATE OR REPLACE TRIGGER attachment_50_loosen_file AFTER DELETE OR UPDATE OF stored_file_id ON helpdesk.attachment
    FOR EACH ROW WHEN (OLD.stored_file_id IS NOT NULL) EXECUTE FUNCTION helpdesk.tg_attachment__loosen_file();
CREATE OR REPLACE TRIGGER attachment_50_drop_thumbnail AFTER UPDATE OF state ON helpdesk.attachment
    FOR EACH ROW WHEN (NEW.state = 'gone') EXECUTE FUNCTION helpdesk.tg_attachment__drop_thumbnail();
CREATE OR REPLACE TRIGGER attachment_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.attachment
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('attachment_id', 'upload_key,network,scan_began_at');
CREATE OR REPLACE TRIGGER stored_file_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.stored_file
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('stored_file_id', 'loosened_at');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('sweep_files', '* * * * *', 'helpdesk.sweep_files()',
        'Forgets uploads that nothing named, and has bytes removed that nothing refers to.'),
    ('requeue_scans', '* * * * *', 'helpdesk.requeue_scans()',
        'Has files scanned that wait since the virus scanner was away.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD155', 415, 'files of this type are not taken', 'Setting blocked_file_types names them.'),
    ('PD156', 409, 'the file cannot be used yet', 'Try again in a while.'),
    ('PD157', 403, 'the file is infected', 'Upload another one.'),
    ('PD158', 413, 'a file is too large, or there are too many of them',
        'An administrator can change the settings max_…attachment_size_kb and max_attachments_per_reply.'),
    ('PD159', 429, 'too many uploads wait to be named',
        'Name them in a message, take them back by rpc/remove_upload, or wait until they are forgotten.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('max_attachments_per_reply', 'int', '5', '{"min": 0, "max": 100}',
        'Files on one message, pictures in the text not counted; of a mail with more, the rest stays in the raw '
        'message and is noted.'),
    ('max_attachment_size_kb', 'int', '10240', '{"min": 1, "max": 10485760}',
        'Size of one file in KiB that comes by mail or from a customer; of a mail, larger ones stay in the raw mail '
        'and are noted.'),
    ('max_staff_attachment_size_kb', 'int', '102400', '{"min": 1, "max": 10485760}',
        'Size of one file in KiB that staff upload.'),
    ('max_guest_attachment_size_kb', 'int', '5120', '{"min": 1, "max": 10485760}',
        'Size of one file in KiB that somebody without an account uploads.'),
    ('max_waiting_uploads', 'int', '20', '{"min": 1, "max": 1000}',
        'Uploads of one person, or of one network for those without an account, that may wait for a message that names '
        'them.'),
    ('uploads_kept_hours', 'int', '24', '{"min": 1, "max": 720}',
        'Hours after which an upload is forgotten that no message and no draft names.'),
    ('blocked_file_types', 'list',
        '["ade","apk","app","bat","chm","cmd","com","cpl","dll","dmg","elf","exe","hta","iso","jar","js","jse","lnk",'
        '"mde","msi","msp","pif","ps1","reg","scr","sh","sys","vb","vbe","vbs","wsf","wsh"]', NULL,
        'Extensions, in lower case, of files that are not taken, by their name or by what their bytes are; of a mail, '
        'they stay in the raw mail and are noted.'),
    ('virus_scan', 'choice', '"off"', '["off", "required"]',
        'required: nobody gets a file before the scanner at PGDESK_CLAMD has found nothing in it.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('files.upload', 'Upload files, to name them in what one writes.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('anon', 'files.upload'),
    ('guest', 'files.upload'),
    ('customer', 'files.upload'),
    ('light_agent', 'files.upload'),
    ('agent', 'files.upload'),
    ('admin', 'files.upload')
) AS d (role, permission);
