CREATE FUNCTION api.unmerge_ticket(ticket_id bigint, version int DEFAULT NULL) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_source helpdesk.ticket := helpdesk.see_ticket(unmerge_ticket.ticket_id);
    v_target_id bigint := v_source.merged_into_id;
    v_target helpdesk.ticket;
    v_merge helpdesk.ticket_merge;
    v_before jsonb;
    v_conversation jsonb;
    v_result api.tickets;
BEGIN
    IF EXISTS (
        SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = v_target_id AND t.deleted_at IS NOT NULL
    ) THEN
        PERFORM helpdesk.refuse(
            'PD503', format('the ticket that %s was merged into is deleted', v_source.reference), NULL,
            'Bring it back first with rpc/restore_ticket.'
        );
    END IF;
    PERFORM helpdesk.lock_tickets(array_remove(ARRAY[unmerge_ticket.ticket_id, v_target_id], NULL), 'tickets.merge');
    PERFORM helpdesk.lock_ticket(unmerge_ticket.ticket_id, 'tickets.merge', unmerge_ticket.version);
    -- What was read above may have changed while this waited: only what both locks cover is undone.
    SELECT m.* INTO v_merge
    FROM helpdesk.ticket_merge AS m
    JOIN helpdesk.ticket AS t ON t.ticket_id = m.source_id AND t.merged_into_id = m.target_id
    WHERE m.source_id = unmerge_ticket.ticket_id AND m.target_id = v_target_id AND m.undone_at IS NULL;
    IF v_merge.merge_id IS NULL THEN
        PERFORM helpdesk.refuse('PD503', format('ticket %s is not merged', v_source.reference));
    END IF;
    IF v_merge.merged_at < helpdesk.clock() - make_interval(hours => helpdesk.setting_int('unmerge_within_hours')) THEN
        PERFORM helpdesk.refuse(
            'PD503', format('ticket %s was merged too long ago', v_source.reference),
            format('A merge can be undone for %s hours.', helpdesk.setting_int('unmerge_within_hours'))
        );
    END IF;
    SELECT * INTO v_target FROM helpdesk.ticket AS t WHERE t.ticket_id = v_merge.target_id;
    IF v_target.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD503', format('ticket %s has been merged on', v_target.reference), NULL, 'Undo the later merge first.'
        );
    END IF;

    v_before := helpdesk.read_conversation(v_merge.target_id);
    UPDATE helpdesk.attachment AS a
    SET ticket_id = unmerge_ticket.ticket_id, message_id = NULL
    WHERE a.attachment_id = ANY (v_merge.attachment_ids);
    DELETE FROM helpdesk.message AS m
    WHERE m.description_of_id = unmerge_ticket.ticket_id
        AND NOT EXISTS (SELECT 1 FROM helpdesk.event AS e WHERE e.message_id = m.message_id);
    -- A message that was edited stays, as deleted, since its events stay and name it.
    UPDATE helpdesk.message AS m SET deleted_at = coalesce(m.deleted_at, helpdesk.clock()), description_of_id = NULL
    WHERE m.description_of_id = unmerge_ticket.ticket_id;
    UPDATE helpdesk.message AS m SET ticket_id = unmerge_ticket.ticket_id
    WHERE m.message_id = ANY (v_merge.message_ids) AND m.ticket_id = v_merge.target_id;
    PERFORM helpdesk.follow_messages(v_merge.message_ids, unmerge_ticket.ticket_id);
    DELETE FROM helpdesk.ticket_tag AS g WHERE g.ticket_id = v_merge.target_id AND g.tag_id = ANY (v_merge.tag_ids);
    UPDATE helpdesk.checklist_item AS i
    SET ticket_id = unmerge_ticket.ticket_id
    WHERE i.checklist_item_id = ANY (v_merge.checklist_item_ids) AND i.ticket_id = v_merge.target_id;
    UPDATE helpdesk.time_entry AS e
    SET ticket_id = unmerge_ticket.ticket_id
    WHERE e.time_entry_id = ANY (v_merge.time_entry_ids) AND e.ticket_id = v_merge.target_id;
    UPDATE helpdesk.approval AS a
    SET ticket_id = unmerge_ticket.ticket_id
    WHERE a.approval_id = ANY (v_merge.approval_ids) AND a.ticket_id = v_merge.target_id;
    DELETE FROM helpdesk.ticket_follower AS f
    WHERE f.ticket_id = v_merge.target_id AND f.person_id = ANY (v_merge.follower_ids);
    DELETE FROM helpdesk.ticket_participant AS p
    WHERE p.ticket_id = v_merge.target_id AND p.person_id = ANY (v_merge.participant_ids);

    UPDATE helpdesk.ticket AS t
    SET merged_into_id = NULL,
        status = coalesce(
            (SELECT s.status FROM helpdesk.status AS s WHERE s.status = v_merge.status_before AND s.is_active),
            'reopened'
        )
    WHERE t.ticket_id = unmerge_ticket.ticket_id;
    UPDATE helpdesk.ticket AS t
    SET last_message_at = (
        SELECT max(m.created_at) FROM helpdesk.message AS m WHERE m.ticket_id = t.ticket_id AND m.kind <> 'system'
    )
    WHERE t.ticket_id IN (unmerge_ticket.ticket_id, v_merge.target_id);
    v_conversation := helpdesk.read_conversation(v_merge.target_id, v_before);
    IF helpdesk.can_transition(v_target, v_merge.target_status_before)
        AND NOT EXISTS (
            SELECT 1
            FROM helpdesk.event AS e
            WHERE e.ticket_id = v_merge.target_id
                AND e.kind = 'ticket_status_changed'
                AND e.event_id > (
                    SELECT max(r.event_id)
                    FROM helpdesk.event AS r
                    WHERE r.ticket_id = v_merge.target_id
                        AND r.kind = 'merge_received'
                        AND r.payload -> 'from_id' = to_jsonb(v_merge.source_id)
                )
        ) THEN
        v_target.status := v_merge.target_status_before;
    END IF;
    UPDATE helpdesk.ticket AS t
    SET status = v_target.status,
        first_response_at = CASE
            WHEN t.first_response_at = (v_before ->> 'first_answered_at')::timestamptz
                THEN (v_conversation ->> 'first_answered_at')::timestamptz
            ELSE t.first_response_at
        END
    WHERE t.ticket_id = v_merge.target_id;
    PERFORM helpdesk.move_links(v_merge.link_ids, v_merge.target_id, unmerge_ticket.ticket_id);
    UPDATE helpdesk.ticket_merge AS m
    SET undone_at = helpdesk.clock(), undone_by = helpdesk.me()
    WHERE m.merge_id = v_merge.merge_id;
    PERFORM helpdesk.record_event(
        e.ticket_id, 'ticket_unmerged', jsonb_build_object('ticket_id', e.other_id) || e.more
    )
    FROM (VALUES
        (unmerge_ticket.ticket_id, v_merge.target_id, '{}'),
        (
            v_merge.target_id, unmerge_ticket.ticket_id,
            jsonb_build_object('conversation', v_conversation || '{"is_undone": true}')
        )
    ) AS e(ticket_id, other_id, more);
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = unmerge_ticket.ticket_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.unmerge_ticket IS
$$Undo a merge

The merged ticket gets back its status, its SLA clocks and exactly what was moved; what was written since stays where
it is. It was not reopened by that, and the ticket that it was merged into is what it would be without it. Possible
for the hours of setting unmerge_within_hours (24). version: what the caller saw of the merged ticket. Returns the
ticket that is no longer merged. Raises PD001, PD002, PD005, PD503.$$;
GRANT EXECUTE ON FUNCTION api.unmerge_ticket TO agent, admin;
