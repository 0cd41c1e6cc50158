CREATE OR REPLACE TRIGGER outgoing_mail_kind_05_keep_declared
    BEFORE DELETE OR UPDATE OF kind ON helpdesk.outgoing_mail_kind
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__keep_declared();
CREATE OR REPLACE TRIGGER outgoing_mail_kind_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.outgoing_mail_kind
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind');

SELECT pgdesk_deploy.declare_rows('helpdesk.schedule', jsonb_agg(d), p_initial => '{cron}') FROM (VALUES
    ('purge_outgoing_mail', '50 5 * * *', 'helpdesk.purge_outgoing_mail(coalesce($1, 30))',
        'Deletes mails that were written more than 30 days ago.')
) AS d (name, cron, call, description);
