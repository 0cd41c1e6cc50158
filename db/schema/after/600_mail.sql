-- Administrators see every mail; agents those of the tickets that they see.
DROP POLICY IF EXISTS inbound_mail_admin_select ON helpdesk.inbound_mail;
CREATE POLICY inbound_mail_admin_select ON helpdesk.inbound_mail FOR SELECT TO admin USING ((SELECT helpdesk.me()) IS NOT NULL);
DROP POLICY IF EXISTS inbound_mail_agent_select ON helpdesk.inbound_mail;
CREATE POLICY inbound_mail_agent_select ON helpdesk.inbound_mail FOR SELECT TO agent
    USING (EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = inbound_mail.ticket_id));

-- A file is visible with its message, or with its ticket when it came with the mail that opened it.
DO $$
DECLARE
    v_role text;
    v_table text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['customer', 'agent', 'admin'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.attachment', format('attachment_%s_select', v_role));
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.attachment FOR SELECT TO %I USING (
                CASE
                    WHEN message_id IS NULL THEN EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = attachment.ticket_id)
                    ELSE EXISTS (SELECT 1 FROM helpdesk.message AS m WHERE m.message_id = attachment.message_id)
                END
            )',
            format('attachment_%s_select', v_role), v_role
        );
    END LOOP;

    FOREACH v_table IN ARRAY ARRAY['automatic_mail_kind', 'route_alias'] LOOP
        FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING ((SELECT helpdesk.me()) IS NOT NULL)',
                format('%s_%s_select', v_table, v_role), v_table, v_role
            );
        END LOOP;
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', v_table || '_admin_update', v_table);
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.%I FOR UPDATE TO admin USING ((SELECT helpdesk.can(''settings.edit'')))',
            v_table || '_admin_update', v_table
        );
    END LOOP;
END
$$;

CREATE OR REPLACE TRIGGER automatic_mail_kind_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.automatic_mail_kind
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('kind', '');
CREATE OR REPLACE TRIGGER attachment_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.attachment
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('attachment_id', '');
CREATE OR REPLACE TRIGGER mail_message_id_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_message_id
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('mail_message_id,ticket_id', '');
CREATE OR REPLACE TRIGGER inbound_mail_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.inbound_mail
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('inbound_mail_id', 'raw,body_text,body_html');
CREATE OR REPLACE TRIGGER route_alias_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.route_alias
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('route_alias_id', '');
CREATE OR REPLACE TRIGGER mail_secret_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mail_secret
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('is_only', 'secret');

INSERT INTO helpdesk.schedule AS s (name, cron, call, description) VALUES
    ('requeue_inbound_mail', '*/5 * * * *', 'helpdesk.requeue_inbound_mail()', 'Queues stored mails that nobody has decided about.')
ON CONFLICT (name) DO UPDATE SET call = excluded.call, description = excluded.description
WHERE (s.call, s.description) IS DISTINCT FROM (excluded.call, excluded.description);
