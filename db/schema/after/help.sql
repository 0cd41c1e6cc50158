CREATE OR REPLACE TRIGGER person_65_drop_requests AFTER UPDATE OF is_active, role ON helpdesk.person
    FOR EACH ROW WHEN (OLD.role <> 'customer' AND (NOT NEW.is_active OR NEW.role = 'customer'))
    EXECUTE FUNCTION helpdesk.tg_person__drop_requests();

CREATE OR REPLACE TRIGGER message_60_mention_people AFTER INSERT ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'note') EXECUTE FUNCTION helpdesk.tg_message__mention_people();
CREATE OR REPLACE TRIGGER message_61_mention_people_anew AFTER UPDATE OF body ON helpdesk.message
    FOR EACH ROW WHEN (NEW.kind = 'note' AND NEW.deleted_at IS NULL AND NEW.body <> OLD.body)
    EXECUTE FUNCTION helpdesk.tg_message__mention_people();

CREATE OR REPLACE TRIGGER escalation_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.escalation
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('escalation_id');

CREATE OR REPLACE TRIGGER mention_01_refuse_chosen_key BEFORE INSERT ON helpdesk.mention
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.mention_id, 'helpdesk.mention_mention_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('mention_id');
CREATE OR REPLACE TRIGGER mention_01_refuse_changed_key BEFORE UPDATE OF mention_id ON helpdesk.mention
    FOR EACH ROW WHEN (NEW.mention_id IS DISTINCT FROM OLD.mention_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('mention_id');
CREATE OR REPLACE TRIGGER mention_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.mention
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('mention_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.error_code', jsonb_agg(d)) FROM (VALUES
    ('PD014', 422, 'nobody can be asked for help this way', 'Name at least one other active member of staff.')
) AS d (code, http_status, meaning, hint);

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.escalate', 'Ask colleagues for help.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (
    SELECT unnest(p.roles) AS role, p.permission
    FROM (VALUES
        ('tickets.escalate', ARRAY['light_agent', 'agent', 'admin'])
    ) AS p (permission, roles)
) AS d;

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('help_requested', false, false, '%2$s asks for your help on %1$s', 'A colleague was asked for help.'),
    ('help_addressed', false, true, '%2$s addressed your request for help on %1$s',
        'A colleague answered a request for help.'),
    ('mentioned', false, false, '%2$s mentioned you on %1$s', 'Somebody was mentioned in a note.')
) AS d (kind, is_public, is_kept, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('has_alert', 'bool',
        'EXISTS (SELECT 1 FROM helpdesk.mention AS m WHERE m.ticket_id = v.ticket_id AND m.escalation_id IS NOT NULL '
        'AND m.addressed_at IS NULL)', false, 'Whether a request for help is not addressed.'),
    ('is_escalated_to_me', 'bool',
        'v.ticket_id = ANY (ARRAY(SELECT m.ticket_id FROM helpdesk.mention AS m WHERE m.mentioned_id = (SELECT '
        'helpdesk.me()) AND m.escalation_id IS NOT NULL AND m.addressed_at IS NULL))', true,
        'Whether the caller was asked for help and has not addressed it.')
) AS d (field, value_type, expression, needs_caller, description);
