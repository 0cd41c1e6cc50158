CREATE OR REPLACE TRIGGER rule_10_prepare BEFORE INSERT OR UPDATE OF kind, name, is_active, trigger_kind, is_manual, conditions, actions, owner_id, is_shared
    ON helpdesk.rule FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_rule__prepare();
CREATE OR REPLACE TRIGGER saved_view_10_prepare BEFORE INSERT OR UPDATE ON helpdesk.saved_view
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_saved_view__prepare();
CREATE OR REPLACE TRIGGER canned_reply_10_check BEFORE INSERT OR UPDATE ON helpdesk.canned_reply
    FOR EACH ROW EXECUTE FUNCTION helpdesk.tg_canned_reply__check();
CREATE OR REPLACE TRIGGER event_80_start_workflows AFTER INSERT ON helpdesk.event
    REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION helpdesk.tg_event__start_workflows();
