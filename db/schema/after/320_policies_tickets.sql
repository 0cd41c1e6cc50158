-- The rule itself stands in helpdesk.can_work_on_ticket; here it is written so that each helper is called once a statement.
DO $$
DECLARE
    v_role text;
    v_works_on text := $rule$
        deleted_at IS NULL AND (
            (SELECT helpdesk.sees_all_tickets())
            OR department_id = ANY ((SELECT helpdesk.my_department_ids())::bigint[])
            OR assignee_id = (SELECT helpdesk.me())
        )$rule$;
    v_sees text := $rule$
        deleted_at IS NULL AND (
            (SELECT helpdesk.sees_all_tickets())
            OR department_id = ANY ((SELECT helpdesk.my_department_ids())::bigint[])
            OR assignee_id = (SELECT helpdesk.me())
            OR ticket_id = ANY ((SELECT helpdesk.my_mentioned_ticket_ids())::bigint[])
        )$rule$;
    v_own text := $rule$
        deleted_at IS NULL AND (
            requester_id = (SELECT helpdesk.me())
            OR organisation_id = (SELECT helpdesk.my_shared_organisation_id())
            OR ticket_id = ANY ((SELECT helpdesk.my_participating_ticket_ids())::bigint[])
        )$rule$;
    v_of_ticket text := 'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = %I.ticket_id)';
    v_of_workable_ticket text :=
        'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = %I.ticket_id AND helpdesk.can_work_on_ticket(t))';
    v_table text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.ticket', 'ticket_' || v_role || '_select');
        EXECUTE format('CREATE POLICY %I ON helpdesk.ticket FOR SELECT TO %I USING (%s)', 'ticket_' || v_role || '_select', v_role, v_sees);
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.ticket', 'ticket_' || v_role || '_insert');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.ticket FOR INSERT TO %I WITH CHECK ((SELECT helpdesk.can(''tickets.create'')))',
            'ticket_' || v_role || '_insert', v_role
        );
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.ticket', 'ticket_' || v_role || '_update');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.ticket FOR UPDATE TO %I USING (%s) WITH CHECK (true)', 'ticket_' || v_role || '_update', v_role, v_works_on
        );
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.message', 'message_' || v_role || '_insert');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.message FOR INSERT TO %I WITH CHECK (author_id = (SELECT helpdesk.me()))',
            'message_' || v_role || '_insert', v_role
        );
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.message', 'message_' || v_role || '_update');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.message FOR UPDATE TO %I USING (%s)',
            'message_' || v_role || '_update', v_role, format(v_of_ticket, 'message')
        );
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.ticket_tag', 'ticket_tag_' || v_role || '_insert');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.ticket_tag FOR INSERT TO %I WITH CHECK (%s)',
            'ticket_tag_' || v_role || '_insert', v_role, format(v_of_workable_ticket, 'ticket_tag')
        );
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.ticket_tag', 'ticket_tag_' || v_role || '_delete');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.ticket_tag FOR DELETE TO %I USING (%s)',
            'ticket_tag_' || v_role || '_delete', v_role, format(v_of_workable_ticket, 'ticket_tag')
        );
        FOREACH v_table IN ARRAY ARRAY['message', 'ticket_tag', 'ticket_follower', 'event', 'escalation', 'mention'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING (%s)',
                format('%s_%s_select', v_table, v_role), v_table, v_role, format(v_of_ticket, v_table)
            );
        END LOOP;
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.mention', 'mention_' || v_role || '_update');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.mention FOR UPDATE TO %I USING (mentioned_id = (SELECT helpdesk.me()))',
            'mention_' || v_role || '_update', v_role
        );
    END LOOP;

    DROP POLICY IF EXISTS ticket_customer_select ON helpdesk.ticket;
    EXECUTE format('CREATE POLICY ticket_customer_select ON helpdesk.ticket FOR SELECT TO customer USING (%s)', v_own);
    DROP POLICY IF EXISTS ticket_customer_insert ON helpdesk.ticket;
    CREATE POLICY ticket_customer_insert ON helpdesk.ticket FOR INSERT TO customer
        WITH CHECK (requester_id = (SELECT helpdesk.me()));
    DROP POLICY IF EXISTS message_customer_select ON helpdesk.message;
    EXECUTE format(
        'CREATE POLICY message_customer_select ON helpdesk.message FOR SELECT TO customer
         USING (kind = ''reply'' AND deleted_at IS NULL AND %s)', format(v_of_ticket, 'message')
    );
    DROP POLICY IF EXISTS message_customer_insert ON helpdesk.message;
    CREATE POLICY message_customer_insert ON helpdesk.message FOR INSERT TO customer
        WITH CHECK (kind = 'reply' AND author_id = (SELECT helpdesk.me()));
    DROP POLICY IF EXISTS message_customer_update ON helpdesk.message;
    CREATE POLICY message_customer_update ON helpdesk.message FOR UPDATE TO customer
        USING (kind = 'reply' AND author_id = (SELECT helpdesk.me()));
    DROP POLICY IF EXISTS event_customer_select ON helpdesk.event;
    EXECUTE format(
        'CREATE POLICY event_customer_select ON helpdesk.event FOR SELECT TO customer
         USING (kind IN (SELECT k.kind FROM helpdesk.event_kind AS k WHERE k.is_public) AND %s)', format(v_of_ticket, 'event')
    );
    DROP POLICY IF EXISTS ticket_tag_customer_select ON helpdesk.ticket_tag;
    EXECUTE format(
        'CREATE POLICY ticket_tag_customer_select ON helpdesk.ticket_tag FOR SELECT TO customer USING (%s)', format(v_of_ticket, 'ticket_tag')
    );

    FOREACH v_role IN ARRAY ARRAY['customer', 'agent', 'admin'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.notification', 'notification_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.notification FOR SELECT TO %I USING (person_id = (SELECT helpdesk.me()))',
            'notification_' || v_role || '_select', v_role
        );
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.notification', 'notification_' || v_role || '_update');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.notification FOR UPDATE TO %I USING (person_id = (SELECT helpdesk.me()))',
            'notification_' || v_role || '_update', v_role
        );
    END LOOP;

    DROP POLICY IF EXISTS change_admin_select ON audit.change;
    CREATE POLICY change_admin_select ON audit.change FOR SELECT TO admin USING ((SELECT helpdesk.can('audit.read')));
END
$$;
