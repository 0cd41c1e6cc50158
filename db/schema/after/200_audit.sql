-- The partitions first: a month of which the default partition holds rows gets none.
SELECT audit.keep_partitions();

-- Every audited table with its key and the columns whose values are left out.
-- Not audited: ticket_presence, draft, idempotency_key (ephemeral), ticket_search, message_search (derived);
-- event, purged_ticket, schedule_run and inbound facts (append-only or logs themselves), person_presence, sla_clock, sla_change, sla_version_target and calendar_span (ephemeral, derived).
DO $$
DECLARE
    v_table record;
BEGIN
    FOR v_table IN
        SELECT * FROM (VALUES
            ('error_code', 'code', ''),
            ('setting', 'key', ''),
            ('permission', 'permission', ''),
            ('role_permission', 'role,permission', ''),
            ('organisation', 'organisation_id', ''),
            ('organisation_domain', 'domain', ''),
            ('person', 'person_id', ''),
            ('agent', 'person_id', ''),
            ('skill', 'skill_id', ''),
            ('agent_skill', 'person_id,skill_id', ''),
            ('agent_capacity', 'person_id,channel', ''),
            ('absence', 'absence_id', ''),
            ('tag_skill', 'tag_id,skill_id', ''),
            ('department_skill', 'department_id,skill_id', ''),
            ('department_routing', 'department_id', ''),
            ('department', 'department_id', ''),
            ('department_member', 'department_id,person_id', ''),
            ('status', 'status', ''),
            ('status_transition', 'from_status,to_status', ''),
            ('priority', 'priority', ''),
            ('ticket_type', 'ticket_type', ''),
            ('channel', 'channel', ''),
            ('tag', 'tag_id', ''),
            ('ticket', 'ticket_id', ''),
            ('message', 'message_id', ''),
            ('ticket_tag', 'ticket_id,tag_id', ''),
            ('ticket_follower', 'ticket_id,person_id', ''),
            ('ticket_participant', 'ticket_id,person_id', ''),
            ('ticket_merge', 'merge_id', ''),
            ('ticket_link', 'link_id', ''),
            ('blocked_sender', 'sender', ''),
            ('person_note', 'person_note_id', ''),
            ('rating', 'ticket_id', ''),
            ('webhook', 'webhook_id', 'secret'),
            ('event_kind', 'kind', ''),
            ('escalation', 'escalation_id', ''),
            ('mention', 'mention_id', ''),
            ('schedule', 'name', ''),
            ('notification_preference', 'person_id,kind', ''),
            ('digest_preference', 'person_id', ''),
            ('digest', 'digest_id', ''),
            ('side_conversation', 'side_conversation_id', ''),
            ('side_participant', 'side_conversation_id,person_id', ''),
            ('side_message', 'side_message_id', ''),
            ('rule', 'rule_id', ''),
            ('saved_view', 'view_id', ''),
            ('canned_folder', 'folder_id', ''),
            ('canned_reply', 'canned_reply_id', ''),
            ('condition_field', 'field', ''),
            ('condition_operator', 'operator', ''),
            ('condition_type', 'value_type', ''),
            ('rule_action', 'action', ''),
            ('calendar', 'calendar_id', ''),
            ('calendar_hours', 'calendar_hours_id', ''),
            ('holiday', 'holiday_id', ''),
            ('calendar_version', 'calendar_version_id', 'spans_from,spans_until,first_day,last_day'),
            ('sla_metric', 'metric', ''),
            ('sla_policy', 'sla_policy_id', ''),
            ('sla_target', 'sla_policy_id,priority,metric', ''),
            ('sla_policy_version', 'sla_policy_version_id', ''),
            ('sla_pause', 'status,metric', ''),
            ('custom_object', 'object', ''),
            ('custom_field', 'custom_field_id', ''),
            ('custom_option', 'custom_field_id,value', ''),
            ('ticket_custom', 'ticket_id', ''),
            ('person_custom', 'person_id', ''),
            ('organisation_custom', 'organisation_id', '')
        ) AS t(name, key_columns, left_out)
    LOOP
        EXECUTE format(
            'CREATE OR REPLACE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON helpdesk.%I
             FOR EACH ROW EXECUTE FUNCTION audit.tg_record_change(%L, %L)',
            v_table.name || '_90_audit', v_table.name, v_table.key_columns, v_table.left_out
        );
    END LOOP;
END
$$;
