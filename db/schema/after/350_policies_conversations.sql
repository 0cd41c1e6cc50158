DO $$
DECLARE
    v_role text;
    v_table text;
    v_verb text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['customer', 'agent', 'admin'] LOOP
        FOREACH v_table IN ARRAY ARRAY['notification_preference', 'digest_preference'] LOOP
            FOREACH v_verb IN ARRAY ARRAY['select', 'insert', 'update', 'delete'] LOOP
                EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_%s', v_table, v_role, v_verb), v_table);
                EXECUTE format(
                    'CREATE POLICY %I ON helpdesk.%I FOR %s TO %I %s (person_id = (SELECT helpdesk.me()))',
                    format('%s_%s_%s', v_table, v_role, v_verb), v_table, v_verb, v_role,
                    CASE v_verb WHEN 'insert' THEN 'WITH CHECK' ELSE 'USING' END
                );
            END LOOP;
        END LOOP;
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.digest', 'digest_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.digest FOR SELECT TO %I USING (person_id = (SELECT helpdesk.me()))',
            'digest_' || v_role || '_select', v_role
        );
    END LOOP;
    FOREACH v_role IN ARRAY ARRAY['agent', 'admin'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.side_conversation', 'side_conversation_' || v_role || '_select');
        EXECUTE format(
            'CREATE POLICY %I ON helpdesk.side_conversation FOR SELECT TO %I USING (
                 side_conversation_id = ANY ((SELECT helpdesk.my_side_conversation_ids())::bigint[])
                 OR EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = side_conversation.ticket_id)
             )', 'side_conversation_' || v_role || '_select', v_role
        );
        FOREACH v_table IN ARRAY ARRAY['side_participant', 'side_message'] LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_table, v_role), v_table);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING (EXISTS (
                     SELECT 1 FROM helpdesk.side_conversation AS c WHERE c.side_conversation_id = %I.side_conversation_id
                 ))', format('%s_%s_select', v_table, v_role), v_table, v_role, v_table
            );
        END LOOP;
    END LOOP;
END
$$;
