DO $$
DECLARE
    v_role text;
    v_table text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
        FOREACH v_table IN ARRAY ARRAY['condition_operator', 'condition_type', 'condition_field', 'rule_action', 'canned_folder'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING ((SELECT helpdesk.me()) IS NOT NULL)',
                format('%s_%s_select', v_table, v_role), v_table, v_role
            );
        END LOOP;

        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.rule', 'rule_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.rule FOR SELECT TO %I
             USING (is_shared AND (SELECT helpdesk.me()) IS NOT NULL OR owner_id = (SELECT helpdesk.me()))',
            'rule_' || v_role || '_select', v_role
        );
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.saved_view', 'saved_view_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.saved_view FOR SELECT TO %I USING (helpdesk.can_see_saved_view(saved_view))',
            'saved_view_' || v_role || '_select', v_role
        );
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.canned_reply', 'canned_reply_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.canned_reply FOR SELECT TO %I
             USING (is_shared AND (SELECT helpdesk.me()) IS NOT NULL OR owner_id = (SELECT helpdesk.me()))',
            'canned_reply_' || v_role || '_select', v_role
        );
        FOREACH v_table IN ARRAY ARRAY['rule', 'saved_view', 'canned_reply'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_insert', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR INSERT TO %I WITH CHECK (owner_id = (SELECT helpdesk.me()) OR (SELECT helpdesk.can(''rules.edit'')))',
                format('%s_%s_insert', v_table, v_role), v_table, v_role
            );
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_update', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR UPDATE TO %I USING (owner_id = (SELECT helpdesk.me()) OR (SELECT helpdesk.can(''rules.edit'')))',
                format('%s_%s_update', v_table, v_role), v_table, v_role
            );
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_delete', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR DELETE TO %I USING (owner_id = (SELECT helpdesk.me()) OR (SELECT helpdesk.can(''rules.edit'')))',
                format('%s_%s_delete', v_table, v_role), v_table, v_role
            );
        END LOOP;
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.rule_firing', 'rule_firing_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.rule_firing FOR SELECT TO %I
             USING (EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = rule_firing.ticket_id))',
            'rule_firing_' || v_role || '_select', v_role
        );
    END LOOP;

    DROP POLICY IF EXISTS rule_error_admin_select ON helpdesk.rule_error;
    CREATE POLICY rule_error_admin_select ON helpdesk.rule_error FOR SELECT TO admin USING ((SELECT helpdesk.can('rules.edit')));
    DROP POLICY IF EXISTS rule_step_admin_select ON helpdesk.rule_step;
    CREATE POLICY rule_step_admin_select ON helpdesk.rule_step FOR SELECT TO admin USING ((SELECT helpdesk.can('rules.edit')));
    DROP POLICY IF EXISTS canned_folder_admin_insert ON helpdesk.canned_folder;
    CREATE POLICY canned_folder_admin_insert ON helpdesk.canned_folder FOR INSERT TO admin WITH CHECK ((SELECT helpdesk.can('rules.edit')));
    DROP POLICY IF EXISTS canned_folder_admin_update ON helpdesk.canned_folder;
    CREATE POLICY canned_folder_admin_update ON helpdesk.canned_folder FOR UPDATE TO admin USING ((SELECT helpdesk.can('rules.edit')));
    DROP POLICY IF EXISTS canned_folder_admin_delete ON helpdesk.canned_folder;
    CREATE POLICY canned_folder_admin_delete ON helpdesk.canned_folder FOR DELETE TO admin USING ((SELECT helpdesk.can('rules.edit')));
END
$$;
