-- What belongs to tickets is seen where the tickets are; the policies of helpdesk.ticket decide.
DO $$
DECLARE
    v_role text;
    v_rule record;
BEGIN
    FOR v_rule IN
        SELECT * FROM (VALUES
            ('ticket_participant', '{customer,agent,admin}'::text[],
                'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ticket_participant.ticket_id)'),
            ('rating', '{customer,agent,admin}',
                'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = rating.ticket_id)'),
            ('ticket_merge', '{agent,admin}',
                'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ticket_merge.target_id)'),
            ('ticket_link', '{agent,admin}',
                'EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ticket_link.from_id)
                 AND EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ticket_link.to_id)'),
            ('ticket_link', '{customer}',
                'kind = ''follow_up''
                 AND EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ticket_link.from_id)
                 AND EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ticket_link.to_id)'),
            ('ticket_presence', '{agent,admin}',
                'seen_at > (SELECT helpdesk.presence_begins_at())
                 AND EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = ticket_presence.ticket_id)'),
            ('draft', '{agent,admin}', 'person_id = (SELECT helpdesk.me())'),
            ('blocked_sender', '{agent,admin}', '(SELECT helpdesk.me()) IS NOT NULL'),
            ('person_note', '{agent,admin}', '(SELECT helpdesk.me()) IS NOT NULL')
        ) AS r(name, roles, rule)
    LOOP
        FOREACH v_role IN ARRAY v_rule.roles LOOP
            EXECUTE format('DROP POLICY IF EXISTS %I ON helpdesk.%I', format('%s_%s_select', v_rule.name, v_role), v_rule.name);
            EXECUTE format(
                'CREATE POLICY %I ON helpdesk.%I FOR SELECT TO %I USING (%s)',
                format('%s_%s_select', v_rule.name, v_role), v_rule.name, v_role, v_rule.rule
            );
        END LOOP;
    END LOOP;
END
$$;

DROP POLICY IF EXISTS person_note_agent_delete ON helpdesk.person_note;
CREATE POLICY person_note_agent_delete ON helpdesk.person_note FOR DELETE TO agent USING (author_id = (SELECT helpdesk.me()));
DROP POLICY IF EXISTS person_note_admin_delete ON helpdesk.person_note;
CREATE POLICY person_note_admin_delete ON helpdesk.person_note FOR DELETE TO admin USING ((SELECT helpdesk.can('people.note')));
