CREATE FUNCTION api.export_person(person_id bigint DEFAULT NULL, after_ticket_id bigint DEFAULT 0) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    c_tickets CONSTANT int := 200;
    v_person_id bigint := coalesce(export_person.person_id, helpdesk.me());
    v_after bigint := coalesce(export_person.after_ticket_id, 0);
    v_person helpdesk.person;
    v_tickets jsonb;
    v_result jsonb := '{}';
BEGIN
    PERFORM helpdesk.require(
        CASE v_person_id WHEN helpdesk.me() THEN 'privacy.request' ELSE 'privacy.erase' END
    );
    SELECT * INTO v_person FROM helpdesk.person AS p WHERE p.person_id = v_person_id;
    IF v_person.person_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format('person %s not found', coalesce(v_person_id::text, 'null')));
    END IF;
    v_tickets := helpdesk.export_tickets(v_person_id, v_after, c_tickets);
    IF v_after = 0 THEN
        INSERT INTO helpdesk.person_export (person_id, exported_by) VALUES (v_person_id, helpdesk.me());
        v_result := jsonb_build_object(
            'person', to_jsonb(v_person),
            'organisation', (
                SELECT o.name FROM helpdesk.organisation AS o WHERE o.organisation_id = v_person.organisation_id
            ),
            'addresses', (
                SELECT coalesce(jsonb_agg(to_jsonb(a) - 'person_id' ORDER BY a.created_at, a.email), '[]')
                FROM helpdesk.person_address AS a
                WHERE a.person_id = v_person_id
            ),
            'former_people', (
                WITH RECURSIVE former AS (
                    SELECT p.* FROM helpdesk.person AS p WHERE p.merged_into_id = v_person_id
                    UNION ALL
                    SELECT p.* FROM former AS f JOIN helpdesk.person AS p ON p.merged_into_id = f.person_id
                )
                SELECT coalesce(jsonb_agg(
                    to_jsonb(f) || jsonb_build_object('custom_fields', (
                        SELECT to_jsonb(c) - 'person_id'
                        FROM helpdesk.person_custom AS c
                        WHERE c.person_id = f.person_id
                    )) ORDER BY f.person_id
                ), '[]')
                FROM former AS f
            ),
            'custom_fields', (
                SELECT to_jsonb(c) - 'person_id' FROM helpdesk.person_custom AS c WHERE c.person_id = v_person_id
            ),
            'sessions', (
                SELECT coalesce(jsonb_agg(
                    jsonb_build_object(
                        'started_at', s.started_at, 'used_at', s.used_at, 'network', s.network, 'client', s.client
                    ) ORDER BY s.session_id
                ), '[]')
                FROM helpdesk.session AS s
                WHERE s.person_id = v_person_id
            ),
            'preferences', (
                SELECT coalesce(jsonb_agg(to_jsonb(n) - 'person_id' ORDER BY n.kind), '[]')
                FROM helpdesk.notification_preference AS n
                WHERE n.person_id = v_person_id
            ),
            'article_feedback', (
                SELECT coalesce(jsonb_agg(
                    to_jsonb(f) - '{article_feedback_id,person_id,reader_hash,network}'::text[] ORDER BY f.article_id
                ), '[]')
                FROM helpdesk.article_feedback AS f
                WHERE f.person_id = v_person_id
            ),
            'approvals', (
                SELECT coalesce(jsonb_agg(
                    jsonb_build_object(
                        'question', a.question, 'asked_at', v.created_at, 'state', v.state, 'comment', v.comment,
                        'decided_at', v.decided_at
                    ) ORDER BY v.approval_vote_id
                ), '[]')
                FROM helpdesk.approval_vote AS v
                JOIN helpdesk.approval AS a USING (approval_id)
                WHERE v.person_id = v_person_id
            ),
            'messages_elsewhere', (
                SELECT coalesce(jsonb_agg(
                    jsonb_build_object(
                        'message_id', m.message_id, 'created_at', m.created_at, 'kind', m.kind, 'body', m.body
                    ) ORDER BY m.message_id
                ), '[]')
                FROM (
                    SELECT m.*
                    FROM helpdesk.message AS m
                    JOIN helpdesk.ticket AS t ON t.ticket_id = m.ticket_id
                    WHERE m.author_id = v_person_id AND t.requester_id <> v_person_id AND m.deleted_at IS NULL
                    ORDER BY m.message_id DESC
                    LIMIT 10000
                ) AS m
            )
        );
    END IF;
    RETURN v_result || jsonb_build_object(
        'tickets', v_tickets,
        'next_after_ticket_id', CASE
            WHEN jsonb_array_length(v_tickets) = c_tickets THEN v_tickets -> -1 -> 'ticket_id'
        END
    );
END
$$;

COMMENT ON FUNCTION api.export_person IS
$$All that is kept of a person

Of oneself, or by permission of anybody: who they are and were before a merge, their sessions, what they were asked to
approve, their tickets with what they may see of them, and their newest 10,000 messages elsewhere. 200 tickets at a
time: while next_after_ticket_id is not null, call it again with that as after_ticket_id, which gives tickets alone. GET
/exports/people/{person_id} gives all of it in one zip, with the files. It stands in the audit log. Raises PD001,
PD002.$$;
GRANT EXECUTE ON FUNCTION api.export_person TO customer, agent, admin;
