CREATE OR REPLACE TRIGGER checklist_01_refuse_chosen_key BEFORE INSERT ON helpdesk.checklist
    FOR EACH ROW WHEN (helpdesk.is_chosen_key(NEW.checklist_id, 'helpdesk.checklist_checklist_id_seq'))
    EXECUTE FUNCTION helpdesk.tg_key__refuse('checklist_id');
CREATE OR REPLACE TRIGGER checklist_01_refuse_changed_key BEFORE UPDATE OF checklist_id ON helpdesk.checklist
    FOR EACH ROW WHEN (NEW.checklist_id IS DISTINCT FROM OLD.checklist_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('checklist_id');
CREATE OR REPLACE TRIGGER checklist_60_keep_choice AFTER UPDATE OF name, is_active OR DELETE ON helpdesk.checklist
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_keep_choice('name');
CREATE OR REPLACE TRIGGER checklist_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.checklist
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('checklist_id');

CREATE OR REPLACE TRIGGER checklist_step_01_refuse_chosen_key BEFORE INSERT ON helpdesk.checklist_step
    FOR EACH ROW WHEN (
        helpdesk.is_chosen_key(NEW.checklist_step_id, 'helpdesk.checklist_step_checklist_step_id_seq')
    )
    EXECUTE FUNCTION helpdesk.tg_key__refuse('checklist_step_id');
CREATE OR REPLACE TRIGGER checklist_step_01_refuse_changed_key
    BEFORE UPDATE OF checklist_step_id ON helpdesk.checklist_step
    FOR EACH ROW WHEN (NEW.checklist_step_id IS DISTINCT FROM OLD.checklist_step_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('checklist_step_id');
CREATE OR REPLACE TRIGGER checklist_step_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.checklist_step
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('checklist_step_id');

CREATE OR REPLACE TRIGGER checklist_item_01_refuse_chosen_key BEFORE INSERT ON helpdesk.checklist_item
    FOR EACH ROW WHEN (
        helpdesk.is_chosen_key(NEW.checklist_item_id, 'helpdesk.checklist_item_checklist_item_id_seq')
    )
    EXECUTE FUNCTION helpdesk.tg_key__refuse('checklist_item_id');
CREATE OR REPLACE TRIGGER checklist_item_01_refuse_changed_key
    BEFORE UPDATE OF checklist_item_id ON helpdesk.checklist_item
    FOR EACH ROW WHEN (NEW.checklist_item_id IS DISTINCT FROM OLD.checklist_item_id)
    EXECUTE FUNCTION helpdesk.tg_key__refuse('checklist_item_id');
CREATE OR REPLACE TRIGGER checklist_item_10_lock_ticket BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.checklist_item
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_row__lock_ticket();
CREATE OR REPLACE TRIGGER checklist_item_20_check BEFORE INSERT OR UPDATE OR DELETE ON helpdesk.checklist_item
    FOR EACH ROW WHEN (row_security_active('helpdesk.checklist_item'::regclass))
    EXECUTE FUNCTION helpdesk.tg_checklist_item__check();
CREATE OR REPLACE TRIGGER checklist_item_30_prepare BEFORE INSERT OR UPDATE ON helpdesk.checklist_item
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_checklist_item__prepare();
CREATE OR REPLACE TRIGGER checklist_item_50_record_event AFTER UPDATE ON helpdesk.checklist_item
    FOR EACH ROW WHEN (NEW.is_done <> OLD.is_done)
    EXECUTE FUNCTION helpdesk.tg_checklist_item__record_event();
CREATE OR REPLACE TRIGGER checklist_item_90_audit AFTER INSERT OR UPDATE OR DELETE ON helpdesk.checklist_item
    FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change('checklist_item_id');

SELECT pgdesk_deploy.declare_rows('helpdesk.permission', jsonb_agg(d)) FROM (VALUES
    ('tickets.checklist', 'Keep the checklist of a ticket.')
) AS d (permission, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.role_permission', jsonb_agg(d), p_initial => '{*}') FROM (VALUES
    ('agent', 'tickets.checklist'),
    ('admin', 'tickets.checklist')
) AS d (role, permission);

SELECT pgdesk_deploy.declare_rows('helpdesk.event_kind', jsonb_agg(d)) FROM (VALUES
    ('checklist_item_done', false, NULL, 'A step of the checklist was done; open: how many are not.'),
    ('checklist_item_undone', false, NULL, 'A step of the checklist is open again.')
) AS d (kind, is_public, notice_title, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.condition_field', jsonb_agg(d)) FROM (VALUES
    ('open_checklist_items', 'number',
        '(SELECT count(*) FROM helpdesk.checklist_item AS i WHERE i.ticket_id = v.ticket_id AND NOT i.is_done)',
        'How many steps of its checklist are not done.')
) AS d (field, value_type, expression, description);

SELECT pgdesk_deploy.declare_rows('helpdesk.rule_action', jsonb_agg(d)) FROM (VALUES
    ('add_checklists', 'names', 'checklist.name', '{escalation,automation,workflow,button,macro,bulk}',
        'Put checklists on the ticket, by name; steps that it has stay as they are.')
) AS d (action, value_shape, choices, rule_kinds, description);
