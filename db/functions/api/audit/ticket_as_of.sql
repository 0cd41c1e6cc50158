CREATE FUNCTION api.ticket_as_of(ticket_id bigint, at timestamptz) RETURNS api.past_tickets
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_now helpdesk.ticket := helpdesk.see_past_ticket(ticket_as_of.ticket_id);
    v_then jsonb;
    v_result api.past_tickets;
BEGIN
    IF ticket_as_of.at IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'at is missing');
    ELSIF ticket_as_of.at > helpdesk.clock() THEN
        PERFORM helpdesk.refuse('PD010', 'at is in the future');
    END IF;
    SELECT r.row_then INTO v_then
    FROM audit.rows_as_of('ticket', ARRAY[v_now.ticket_id::text], ARRAY[to_jsonb(v_now)], ticket_as_of.at) AS r;
    IF v_then IS NULL THEN
        PERFORM helpdesk.refuse('PD061', format('there was no ticket %s at %s', v_now.reference, ticket_as_of.at));
    ELSIF v_then ->> 'deleted_at' IS NOT NULL THEN
        PERFORM helpdesk.refuse('PD061', format('ticket %s was deleted at %s', v_now.reference, ticket_as_of.at));
    END IF;
    v_result := jsonb_populate_record(v_result, v_then);
    v_result.requester_name := helpdesk.person_name(v_result.requester_id);
    v_result.assignee_name := helpdesk.person_name(v_result.assignee_id);
    SELECT
        min(c.due_at),
        CASE
            WHEN bool_or(c.breached_at IS NOT NULL) THEN 'breached'
            WHEN bool_or(c.warned_at IS NOT NULL) THEN 'warned'
            WHEN bool_or(c.state = 'running') THEN 'running'
            WHEN count(*) > 0 THEN 'paused'
        END
    INTO v_result.next_due_at, v_result.sla_state
    FROM helpdesk.sla_state(v_now.ticket_id, ticket_as_of.at) AS c
    WHERE c.stopped_at IS NULL AND (c.target_minutes IS NOT NULL OR c.due_at IS NOT NULL);

    SELECT
        coalesce(bool_or(true), false),
        coalesce(bool_or(m.row_then ->> 'escalation_id' IS NOT NULL AND m.row_then ->> 'addressed_at' IS NULL), false)
    INTO v_result.has_mention, v_result.has_alert
    FROM audit.ticket_rows_as_of('mention', '{mention_id}', v_now.ticket_id, ticket_as_of.at) AS m(row_then);

    v_result.is_followed := EXISTS (
        SELECT 1
        FROM audit.ticket_rows_as_of(
            'ticket_follower', '{ticket_id,person_id}', v_now.ticket_id, ticket_as_of.at
        ) AS f(row_then)
        WHERE (f.row_then -> 'person_id')::bigint = helpdesk.me()
    );

    SELECT coalesce(jsonb_object_agg(f.key, c.row_then -> f.key), '{}') INTO v_result.custom_fields
    FROM audit.ticket_rows_as_of('ticket_custom', '{ticket_id}', v_now.ticket_id, ticket_as_of.at) AS c(row_then)
    JOIN helpdesk.custom_field AS f ON f.object = 'ticket' AND f.is_active;

    WITH tag AS (
        SELECT (g.row_then ->> 'tag_id') AS row_key
        FROM audit.ticket_rows_as_of(
            'ticket_tag', '{ticket_id,tag_id}', v_now.ticket_id, ticket_as_of.at
        ) AS g(row_then)
    )
    SELECT coalesce(array_agg(r.row_then ->> 'name' ORDER BY r.row_then ->> 'name'), '{}') INTO v_result.tags
    FROM audit.rows_as_of(
        'tag',
        ARRAY(SELECT k.row_key FROM tag AS k ORDER BY k.row_key),
        ARRAY(
            SELECT to_jsonb(t)
            FROM tag AS k
            LEFT JOIN helpdesk.tag AS t ON t.tag_id = k.row_key::bigint
            ORDER BY k.row_key
        ),
        ticket_as_of.at
    ) AS r;

    SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.created_at, p.person_id), '[]') INTO v_result.participants
    FROM audit.ticket_rows_as_of(
        'ticket_participant', '{ticket_id,person_id}', v_now.ticket_id, ticket_as_of.at
    ) AS r(row_then)
    CROSS JOIN LATERAL jsonb_populate_record(
        NULL::api.ticket_participants,
        r.row_then || jsonb_build_object('name', helpdesk.person_name((r.row_then ->> 'person_id')::bigint))
    ) AS p;

    SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.message_id), '[]') INTO v_result.messages
    FROM audit.ticket_rows_as_of('message', '{message_id}', v_now.ticket_id, ticket_as_of.at) AS r(row_then)
    CROSS JOIN LATERAL jsonb_populate_record(
        NULL::api.messages,
        r.row_then || jsonb_build_object('author_name', helpdesk.person_name((r.row_then ->> 'author_id')::bigint))
    ) AS m;

    SELECT jsonb_build_object(
        'sealed', count(*) FILTER (WHERE v.is_sealed),
        'unsealed', count(*) FILTER (WHERE NOT v.is_sealed),
        'changed', coalesce(jsonb_agg(v.change_id ORDER BY v.change_id) FILTER (WHERE v.is_changed), '[]')
    )
    INTO v_result.log
    FROM audit.verify_changes(audit.ticket_changes(v_now.ticket_id, ticket_as_of.at)) AS v;

    v_result.recorded_from := audit.recorded_from('ticket', v_now.ticket_id::text);
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.ticket_as_of IS
$$A ticket as it was at an instant

The row that tickets would have shown, with its custom fields, tags, participants and messages of then, by undoing what
the audit log holds since; also across merges and of a ticket that is deleted now (permission tickets.delete). People
bear the names that they have now. For staff only: what was redacted or deleted since comes back. recorded_from says
since when the log is complete: before it the answer is the earliest known state; log says whether the changes are as
they were sealed. Raises PD001, PD006, PD010 (at is in
the future), PD061 (not there yet, or deleted then).$$;
GRANT EXECUTE ON FUNCTION api.ticket_as_of TO agent, admin;
