-- Tables of values: everybody who is signed in reads them, admins edit them.
DO $$
DECLARE
    v_table text;
    v_role text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY[
        'status', 'status_transition', 'priority', 'ticket_type', 'channel', 'tag', 'department', 'event_kind', 'error_code'
    ] LOOP
        FOREACH v_role IN ARRAY ARRAY['anon', 'customer', 'agent', 'admin'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING (true)',
                format('%s_%s_select', v_table, v_role), v_table, v_role
            );
        END LOOP;
    END LOOP;

    FOREACH v_table IN ARRAY ARRAY['status', 'status_transition', 'priority', 'ticket_type', 'tag', 'department', 'department_member',
        'organisation', 'organisation_domain', 'role_permission', 'schedule', 'agent', 'person', 'setting']
    LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', v_table || '_admin_insert', v_table);
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', v_table || '_admin_update', v_table);
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', v_table || '_admin_delete', v_table);
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.%I FOR INSERT TO admin WITH CHECK ((SELECT helpdesk.can(%L)))',
            v_table || '_admin_insert', v_table, CASE v_table WHEN 'person' THEN 'people.edit' ELSE 'settings.edit' END
        );
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.%I FOR UPDATE TO admin USING ((SELECT helpdesk.can(%L)))',
            v_table || '_admin_update', v_table, CASE v_table WHEN 'person' THEN 'people.edit' ELSE 'settings.edit' END
        );
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.%I FOR DELETE TO admin USING ((SELECT helpdesk.can(%L)))',
            v_table || '_admin_delete', v_table, CASE v_table WHEN 'person' THEN 'people.edit' ELSE 'settings.edit' END
        );
    END LOOP;

    -- Configuration that staff read.
    FOREACH v_table IN ARRAY ARRAY['setting', 'permission', 'role_permission', 'organisation', 'organisation_domain',
        'department_member', 'agent', 'schedule', 'schedule_run']
    LOOP
        FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING ((SELECT helpdesk.me()) IS NOT NULL)',
                format('%s_%s_select', v_table, v_role), v_table, v_role
            );
        END LOOP;
    END LOOP;
END
$$;
