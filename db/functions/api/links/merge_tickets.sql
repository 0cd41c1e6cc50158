-- Merging: the messages move, the source is closed and points to the target, and ticket_merge remembers what
-- unmerge_ticket gives back. Cycles cannot arise: the target must be open and unmerged, both are locked (in id order),
-- and a merged ticket is closed.
CREATE FUNCTION api.merge_tickets(ticket_ids bigint[], into_id bigint, idempotency_key text DEFAULT NULL)
RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(
        merge_tickets.idempotency_key, 'merge_tickets',
        jsonb_build_array(merge_tickets.ticket_ids, merge_tickets.into_id)
    );
    v_target helpdesk.ticket;
    v_source helpdesk.ticket;
    v_merge helpdesk.ticket_merge;
    v_description_id bigint;
    v_before jsonb;
    v_is_asked boolean;
    v_conversation jsonb;
    v_status text;
    v_result api.tickets;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    IF cardinality(merge_tickets.ticket_ids) IS NOT DISTINCT FROM 0
        OR array_position(merge_tickets.ticket_ids, NULL) IS NOT NULL
        OR merge_tickets.ticket_ids IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'ticket_ids names no ticket');
    END IF;
    IF merge_tickets.into_id = ANY (merge_tickets.ticket_ids) THEN
        PERFORM helpdesk.refuse('PD501', format('ticket %s cannot be merged into itself', merge_tickets.into_id));
    END IF;
    PERFORM helpdesk.lock_tickets(merge_tickets.ticket_ids || merge_tickets.into_id, 'tickets.merge');
    SELECT * INTO v_target FROM helpdesk.ticket AS t WHERE t.ticket_id = merge_tickets.into_id;
    IF v_target.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD501', format('ticket %s has been merged itself', v_target.reference),
            format('It was merged into ticket %s.', v_target.merged_into_id)
        );
    END IF;
    IF v_target.status_category = 'closed' THEN
        PERFORM helpdesk.refuse(
            'PD501', format('ticket %s is closed', v_target.reference), NULL,
            'Reopen it first, or merge the other way round.'
        );
    END IF;

    FOR v_source IN
        SELECT * FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY (merge_tickets.ticket_ids) ORDER BY t.ticket_id
    LOOP
        IF v_source.merged_into_id IS NOT NULL THEN
            PERFORM helpdesk.refuse(
                'PD501', format('ticket %s has been merged already', v_source.reference),
                format('It was merged into ticket %s.', v_source.merged_into_id)
            );
        END IF;
        INSERT INTO helpdesk.ticket_merge (source_id, target_id, merged_by, status_before)
        VALUES (
            v_source.ticket_id, merge_tickets.into_id, helpdesk.me(),
            CASE
                WHEN v_source.snoozed_until IS NULL THEN v_source.status
                ELSE coalesce(v_source.status_before, v_source.status)
            END
        )
        RETURNING * INTO v_merge;
        v_before := helpdesk.read_conversation(merge_tickets.into_id);
        v_is_asked := helpdesk.read_conversation(v_source.ticket_id) -> 'asked_at' <> 'null';

        WITH moved AS (
            UPDATE helpdesk.message AS m
            SET ticket_id = merge_tickets.into_id
            WHERE m.ticket_id = v_source.ticket_id
            RETURNING m.message_id
        )
        SELECT coalesce(array_agg(m.message_id), '{}') INTO v_merge.message_ids FROM moved AS m;
        PERFORM helpdesk.follow_messages(v_merge.message_ids, merge_tickets.into_id);

        UPDATE helpdesk.ticket AS t
        SET status = 'closed', merged_into_id = merge_tickets.into_id
        WHERE t.ticket_id = v_source.ticket_id;
        PERFORM helpdesk.record_event(v_source.ticket_id, 'ticket_merged', jsonb_build_object(
            'into_id', merge_tickets.into_id, 'into_reference', v_target.reference
        ));
        INSERT INTO helpdesk.message (ticket_id, kind, author_id, body, channel, created_at, description_of_id)
        VALUES (
            merge_tickets.into_id, 'reply', v_source.requester_id,
            coalesce(nullif(btrim(v_source.description), ''), v_source.subject), v_source.channel, v_source.created_at,
            v_source.ticket_id
        )
        RETURNING message_id INTO v_description_id;
        WITH moved AS (
            UPDATE helpdesk.attachment AS a
            SET ticket_id = merge_tickets.into_id, message_id = v_description_id
            WHERE a.ticket_id = v_source.ticket_id AND num_nonnulls(a.message_id, a.side_message_id) = 0
            RETURNING a.attachment_id
        )
        SELECT coalesce(array_agg(m.attachment_id), '{}') INTO v_merge.attachment_ids FROM moved AS m;

        WITH added AS (
            INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
            SELECT merge_tickets.into_id, g.tag_id FROM helpdesk.ticket_tag AS g WHERE g.ticket_id = v_source.ticket_id
            ON CONFLICT (ticket_id, tag_id) DO NOTHING
            RETURNING tag_id
        )
        SELECT coalesce(array_agg(a.tag_id), '{}') INTO v_merge.tag_ids FROM added AS a;
        -- Not helpdesk.follow: they keep their reasons, and who came is noted for unmerging.
        WITH added AS (
            INSERT INTO helpdesk.ticket_follower (ticket_id, person_id, reason)
            SELECT merge_tickets.into_id, f.person_id, f.reason
            FROM helpdesk.ticket_follower AS f
            WHERE f.ticket_id = v_source.ticket_id
            ON CONFLICT (ticket_id, person_id) DO NOTHING
            RETURNING person_id
        )
        SELECT coalesce(array_agg(a.person_id), '{}') INTO v_merge.follower_ids FROM added AS a;
        -- If its requester is another one, they go on reading and writing as a participant.
        WITH added AS (
            INSERT INTO helpdesk.ticket_participant (ticket_id, person_id, added_by)
            SELECT merge_tickets.into_id, p.person_id, helpdesk.me()
            FROM (
                SELECT v_source.requester_id
                UNION
                SELECT c.person_id FROM helpdesk.ticket_participant AS c WHERE c.ticket_id = v_source.ticket_id
            ) AS p(person_id)
            WHERE p.person_id <> v_target.requester_id
            ON CONFLICT (ticket_id, person_id) DO NOTHING
            RETURNING person_id
        )
        SELECT coalesce(array_agg(a.person_id), '{}') INTO v_merge.participant_ids FROM added AS a;

        WITH moved AS (
            UPDATE helpdesk.checklist_item AS i
            SET ticket_id = merge_tickets.into_id
            WHERE i.ticket_id = v_source.ticket_id
            RETURNING i.checklist_item_id
        )
        SELECT coalesce(array_agg(m.checklist_item_id), '{}') INTO v_merge.checklist_item_ids FROM moved AS m;

        WITH moved AS (
            UPDATE helpdesk.time_entry AS e
            SET ticket_id = merge_tickets.into_id
            WHERE e.ticket_id = v_source.ticket_id
            RETURNING e.time_entry_id
        )
        SELECT coalesce(array_agg(m.time_entry_id), '{}') INTO v_merge.time_entry_ids FROM moved AS m;

        WITH moved AS (
            UPDATE helpdesk.approval AS a
            SET ticket_id = merge_tickets.into_id
            WHERE a.ticket_id = v_source.ticket_id
            RETURNING a.approval_id
        )
        SELECT coalesce(array_agg(m.approval_id), '{}') INTO v_merge.approval_ids FROM moved AS m;

        -- A question that comes with the source is the customer's contact, as a reply is.
        v_conversation := helpdesk.read_conversation(merge_tickets.into_id, v_before);
        v_is_asked := v_is_asked AND v_conversation -> 'asked_at' <> 'null';
        PERFORM helpdesk.wake_tickets(ARRAY[merge_tickets.into_id]) WHERE v_is_asked;
        SELECT * INTO v_target FROM helpdesk.ticket AS t WHERE t.ticket_id = merge_tickets.into_id;
        v_status := CASE
            WHEN v_is_asked AND v_target.status_category = 'solved' THEN 'reopened'
            WHEN v_is_asked AND v_before -> 'asked_at' = 'null' AND v_target.status_category IN ('pending', 'on_hold')
                THEN nullif(helpdesk.setting_text('status_on_customer_reply'), '')
        END;
        IF helpdesk.can_transition(v_target, v_status) THEN
            v_merge.target_status_before := v_target.status;
        END IF;
        UPDATE helpdesk.ticket AS t
        SET last_message_at = greatest(t.last_message_at, v_source.last_message_at, v_source.created_at),
            first_response_at = coalesce(
                t.first_response_at, (v_conversation ->> 'first_answered_at')::timestamptz
            ),
            status = CASE WHEN v_merge.target_status_before IS NULL THEN t.status ELSE v_status END
        WHERE t.ticket_id = merge_tickets.into_id;
        UPDATE helpdesk.ticket_merge AS m
        SET target_status_before = v_merge.target_status_before,
            message_ids = v_merge.message_ids,
            attachment_ids = v_merge.attachment_ids,
            tag_ids = v_merge.tag_ids,
            follower_ids = v_merge.follower_ids,
            participant_ids = v_merge.participant_ids,
            checklist_item_ids = v_merge.checklist_item_ids,
            time_entry_ids = v_merge.time_entry_ids,
            approval_ids = v_merge.approval_ids
        WHERE m.merge_id = v_merge.merge_id;
        PERFORM helpdesk.record_event(merge_tickets.into_id, 'merge_received', jsonb_build_object(
            'from_id', v_source.ticket_id, 'from_reference', v_source.reference, 'subject', v_source.subject,
            'messages', cardinality(v_merge.message_ids), 'conversation', v_conversation
        ));
    END LOOP;

    -- Links last: nothing is waited for once it is their turn.
    UPDATE helpdesk.ticket_merge AS m
    SET link_ids = helpdesk.move_links(
        ARRAY(
            SELECT l.link_id
            FROM helpdesk.ticket_link AS l
            WHERE m.source_id IN (l.from_id, l.to_id) AND l.kind <> 'follow_up'
        ),
        m.source_id, merge_tickets.into_id
    )
    WHERE m.source_id = ANY (merge_tickets.ticket_ids) AND m.undone_at IS NULL;
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = merge_tickets.into_id;
    IF merge_tickets.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(merge_tickets.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.merge_tickets IS
$$Merge tickets into another one

Messages, files, tags, checklists, time spent, approvals, followers, participants, links, mentions and requests for
help move to into_id; the merged tickets are closed and name it in merged_into_id; their requesters are told and, where
they are others, take part in it.
Their SLA clocks are withdrawn, neither met nor missed; what is unanswered in them counts in into_id since it was asked,
and wakes it, reopens it or takes it out of waiting for the customer, as a reply of theirs would.
into_id must be open and not merged itself. A link that would tie into_id to itself, twice, in a circle or under a
second parent stays where it is. Returns the ticket merged into. Raises PD001, PD002, PD006, PD501, PD505.$$;
GRANT EXECUTE ON FUNCTION api.merge_tickets TO agent, admin;
