CREATE OR REPLACE TRIGGER event_70_notify_people AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__notify_people();

CREATE OR REPLACE TRIGGER notification_preference_90_audit AFTER INSERT OR UPDATE OR DELETE
    ON helpdesk.notification_preference
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id,kind');

CREATE OR REPLACE TRIGGER digest_preference_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.digest_preference
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('person_id');

CREATE OR REPLACE TRIGGER notification_01_refuse_chosen_key BEFORE INSERT ON helpdesk.notification
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.notification_id, 'helpdesk.notification_notification_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('notification_id');
CREATE OR REPLACE TRIGGER notification_01_refuse_changed_key BEFORE UPDATE OF notification_id ON helpdesk.notification
    FOR EACH ROW WHEN (NEW.notification_id IS DISTINCT FROM OLD.notification_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('notification_id');
CREATE OR REPLACE TRIGGER notification_10_choose_channel BEFORE INSERT ON helpdesk.notification
    FOR EACH ROW WHEN (NEW.mail_state IS NULL) EXECUTE FUNCTION helpdesk.tg_notification__choose_channel();

CREATE OR REPLACE TRIGGER digest_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.digest
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('digest_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('announce_new_tickets', '* * * * *', 'helpdesk.announce_new_tickets()',
        'Rings for the members of a department when a new ticket has nobody.'),
    ('gather_digests', '5 * * * *', 'helpdesk.gather_digests()',
        'Makes the digests of the people whose local hour it is.'),
    ('purge_notifications', '40 5 * * *', 'helpdesk.purge_notifications($1)',
        'Deletes notices that are older than notifications_kept_days.')
) AS d (name, cron, call, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.setting', jsonb_agg(d)) FROM (VALUES
    ('notification_channels', 'list', '["email"]', '["email", "webhook"]', 'Channels besides the bell.'),
    ('notifications_kept_days', 'int', '180', '{"min": 0, "max": 36500}',
        'Days after which purge_notifications deletes notices, read or not; 0: never.')
) AS d (key, value_type, default_value, allowed, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.outgoing_mail_kind', jsonb_agg(d)) FROM (VALUES
    ('digest', true, '{notices,unsubscribe}'::text[], 'What happened, gathered for who wants no mail about each.')
) AS d (kind, is_bulk, speaks_of, description);
