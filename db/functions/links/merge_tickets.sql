-- Merging: the messages move, the source is closed and points to the target, and ticket_merge remembers what unmerge_ticket gives back.
-- Cycles cannot arise: the target must be open and unmerged, both are locked (in id order), and a merged ticket is closed.
CREATE OR REPLACE FUNCTION helpdesk.merge_tickets(p_ticket_ids bigint[], p_into_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_target helpdesk.ticket;
    v_source helpdesk.ticket;
    v_merge helpdesk.ticket_merge;
    v_description_id bigint;
BEGIN
    IF cardinality(p_ticket_ids) IS NOT DISTINCT FROM 0 OR array_position(p_ticket_ids, NULL) IS NOT NULL OR p_ticket_ids IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'ticket_ids names no ticket');
    END IF;
    IF p_into_id = ANY (p_ticket_ids) THEN
        PERFORM helpdesk.refuse('PD501', format('ticket %s cannot be merged into itself', p_into_id));
    END IF;
    PERFORM helpdesk.lock_tickets(p_ticket_ids || p_into_id, 'tickets.merge');
    SELECT * INTO v_target FROM helpdesk.ticket AS t WHERE t.ticket_id = p_into_id;
    IF v_target.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD501', format('ticket %s has been merged itself', v_target.reference),
            format('It was merged into ticket %s.', v_target.merged_into_id)
        );
    END IF;
    IF v_target.status_category = 'closed' THEN
        PERFORM helpdesk.refuse('PD501', format('ticket %s is closed', v_target.reference), NULL, 'Reopen it first, or merge the other way round.');
    END IF;

    FOR v_source IN SELECT * FROM helpdesk.ticket AS t WHERE t.ticket_id = ANY (p_ticket_ids) ORDER BY t.ticket_id LOOP
        IF v_source.merged_into_id IS NOT NULL THEN
            PERFORM helpdesk.refuse(
                'PD501', format('ticket %s has been merged already', v_source.reference),
                format('It was merged into ticket %s.', v_source.merged_into_id)
            );
        END IF;
        INSERT INTO helpdesk.ticket_merge (source_id, target_id, merged_by, status_before)
        VALUES (
            v_source.ticket_id, p_into_id, helpdesk.me(),
            CASE WHEN v_source.snoozed_until IS NULL THEN v_source.status ELSE coalesce(v_source.status_before, v_source.status) END
        )
        RETURNING * INTO v_merge;
        PERFORM helpdesk.record_event(v_source.ticket_id, 'ticket_merged', jsonb_build_object(
            'into_id', p_into_id, 'into_reference', v_target.reference
        ));

        WITH moved AS (
            UPDATE helpdesk.message AS m SET ticket_id = p_into_id WHERE m.ticket_id = v_source.ticket_id RETURNING m.message_id
        )
        SELECT coalesce(array_agg(m.message_id), '{}') INTO v_merge.message_ids FROM moved AS m;
        PERFORM helpdesk.follow_messages(v_merge.message_ids, p_into_id);

        UPDATE helpdesk.ticket AS t SET status = 'closed', merged_into_id = p_into_id WHERE t.ticket_id = v_source.ticket_id;
        INSERT INTO helpdesk.message (ticket_id, kind, author_id, body, channel, created_at, description_of_id)
        VALUES (
            p_into_id, 'reply', v_source.requester_id, coalesce(nullif(btrim(v_source.description), ''), v_source.subject),
            v_source.channel, v_source.created_at, v_source.ticket_id
        )
        RETURNING message_id INTO v_description_id;
        WITH moved AS (
            UPDATE helpdesk.attachment AS a
            SET ticket_id = p_into_id, message_id = v_description_id
            WHERE a.ticket_id = v_source.ticket_id AND a.message_id IS NULL
            RETURNING a.attachment_id
        )
        SELECT coalesce(array_agg(m.attachment_id), '{}') INTO v_merge.attachment_ids FROM moved AS m;

        WITH added AS (
            INSERT INTO helpdesk.ticket_tag (ticket_id, tag_id)
            SELECT p_into_id, g.tag_id FROM helpdesk.ticket_tag AS g WHERE g.ticket_id = v_source.ticket_id
            ON CONFLICT (ticket_id, tag_id) DO NOTHING
            RETURNING tag_id
        )
        SELECT coalesce(array_agg(a.tag_id), '{}') INTO v_merge.tag_ids FROM added AS a;
        WITH added AS (
            INSERT INTO helpdesk.ticket_follower (ticket_id, person_id, reason)
            SELECT p_into_id, f.person_id, f.reason FROM helpdesk.ticket_follower AS f WHERE f.ticket_id = v_source.ticket_id
            ON CONFLICT (ticket_id, person_id) DO NOTHING
            RETURNING person_id
        )
        SELECT coalesce(array_agg(a.person_id), '{}') INTO v_merge.follower_ids FROM added AS a;
        -- Another requester goes on to read and write: as a participant.
        WITH added AS (
            INSERT INTO helpdesk.ticket_participant (ticket_id, person_id, added_by)
            SELECT p_into_id, p.person_id, helpdesk.me()
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

        UPDATE helpdesk.ticket AS t
        SET last_message_at = greatest(t.last_message_at, v_source.last_message_at, v_source.created_at)
        WHERE t.ticket_id = p_into_id;
        UPDATE helpdesk.ticket_merge AS m
        SET message_ids = v_merge.message_ids,
            attachment_ids = v_merge.attachment_ids,
            tag_ids = v_merge.tag_ids,
            follower_ids = v_merge.follower_ids,
            participant_ids = v_merge.participant_ids
        WHERE m.merge_id = v_merge.merge_id;
        PERFORM helpdesk.record_event(p_into_id, 'merge_received', jsonb_build_object(
            'from_id', v_source.ticket_id, 'from_reference', v_source.reference, 'subject', v_source.subject,
            'messages', cardinality(v_merge.message_ids)
        ));
    END LOOP;

    -- Links last: nothing is waited for while their advisory lock is held.
    UPDATE helpdesk.ticket_merge AS m
    SET link_ids = helpdesk.move_links(
        ARRAY(SELECT l.link_id FROM helpdesk.ticket_link AS l WHERE m.source_id IN (l.from_id, l.to_id) AND l.kind <> 'follow_up'),
        m.source_id, p_into_id
    )
    WHERE m.source_id = ANY (p_ticket_ids) AND m.undone_at IS NULL;
END
$$;

COMMENT ON FUNCTION helpdesk.merge_tickets(bigint[], bigint) IS
'Moves messages, files, tags, followers, participants and links into one ticket; closes the others, which point to it. Raises PD001, PD002, PD006, PD501.';

CREATE OR REPLACE FUNCTION helpdesk.unmerge_ticket(p_ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
    v_source helpdesk.ticket := helpdesk.see_ticket(p_ticket_id);
    v_target helpdesk.ticket;
    v_merge helpdesk.ticket_merge;
BEGIN
    IF EXISTS (SELECT 1 FROM helpdesk.ticket AS t WHERE t.ticket_id = v_source.merged_into_id AND t.deleted_at IS NOT NULL) THEN
        PERFORM helpdesk.refuse(
            'PD503', format('the ticket that %s was merged into is deleted', v_source.reference), NULL, 'Bring it back first with rpc/restore_ticket.'
        );
    END IF;
    PERFORM helpdesk.lock_tickets(array_remove(ARRAY[p_ticket_id, v_source.merged_into_id], NULL), 'tickets.merge');
    SELECT * INTO v_merge FROM helpdesk.ticket_merge AS m WHERE m.source_id = p_ticket_id AND m.undone_at IS NULL;
    IF v_merge.merge_id IS NULL OR v_merge.target_id <> v_source.merged_into_id THEN
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

    UPDATE helpdesk.attachment AS a SET ticket_id = p_ticket_id, message_id = NULL WHERE a.attachment_id = ANY (v_merge.attachment_ids);
    DELETE FROM helpdesk.message AS m
    WHERE m.description_of_id = p_ticket_id AND NOT EXISTS (SELECT 1 FROM helpdesk.event AS e WHERE e.message_id = m.message_id);
    -- One that was edited is named by its events, which stay.
    UPDATE helpdesk.message AS m SET deleted_at = coalesce(m.deleted_at, helpdesk.clock()), description_of_id = NULL
    WHERE m.description_of_id = p_ticket_id;
    UPDATE helpdesk.message AS m SET ticket_id = p_ticket_id
    WHERE m.message_id = ANY (v_merge.message_ids) AND m.ticket_id = v_merge.target_id;
    PERFORM helpdesk.follow_messages(v_merge.message_ids, p_ticket_id);
    DELETE FROM helpdesk.ticket_tag AS g WHERE g.ticket_id = v_merge.target_id AND g.tag_id = ANY (v_merge.tag_ids);
    DELETE FROM helpdesk.ticket_follower AS f WHERE f.ticket_id = v_merge.target_id AND f.person_id = ANY (v_merge.follower_ids);
    DELETE FROM helpdesk.ticket_participant AS p WHERE p.ticket_id = v_merge.target_id AND p.person_id = ANY (v_merge.participant_ids);

    UPDATE helpdesk.ticket AS t
    SET merged_into_id = NULL,
        status = coalesce((SELECT s.status FROM helpdesk.status AS s WHERE s.status = v_merge.status_before AND s.is_active), 'reopened')
    WHERE t.ticket_id = p_ticket_id;
    UPDATE helpdesk.ticket AS t
    SET last_message_at = (SELECT max(m.created_at) FROM helpdesk.message AS m WHERE m.ticket_id = t.ticket_id AND m.kind <> 'system')
    WHERE t.ticket_id IN (p_ticket_id, v_merge.target_id);
    PERFORM helpdesk.move_links(v_merge.link_ids, v_merge.target_id, p_ticket_id);
    UPDATE helpdesk.ticket_merge AS m SET undone_at = helpdesk.clock(), undone_by = helpdesk.me() WHERE m.merge_id = v_merge.merge_id;
    PERFORM helpdesk.record_event(e.ticket_id, 'ticket_unmerged', jsonb_build_object('ticket_id', e.other_id))
    FROM (VALUES (p_ticket_id, v_merge.target_id), (v_merge.target_id, p_ticket_id)) AS e(ticket_id, other_id);
END
$$;

COMMENT ON FUNCTION helpdesk.unmerge_ticket(bigint) IS
'Gives a merged ticket back what the merge moved or added, and its status; what was written on the target since stays there. Raises PD001, PD002, PD503.';

CREATE OR REPLACE FUNCTION helpdesk.follow_messages(p_message_ids bigint[], p_ticket_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    UPDATE helpdesk.attachment AS a SET ticket_id = p_ticket_id WHERE a.message_id = ANY (p_message_ids);
    UPDATE helpdesk.escalation AS e SET ticket_id = p_ticket_id WHERE e.message_id = ANY (p_message_ids);
    UPDATE helpdesk.mention AS m SET ticket_id = p_ticket_id WHERE m.message_id = ANY (p_message_ids);
END
$$;

COMMENT ON FUNCTION helpdesk.follow_messages(bigint[], bigint) IS 'Files, requests for help and mentions follow their messages to another ticket.';

CREATE OR REPLACE FUNCTION helpdesk.is_merge_move(p_message_id bigint, p_from_id bigint, p_to_id bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    SELECT EXISTS (
        SELECT 1
        FROM helpdesk.ticket_merge AS m
        WHERE m.undone_at IS NULL
            AND (
                m.source_id = p_from_id AND m.target_id = p_to_id
                OR m.source_id = p_to_id AND m.target_id = p_from_id AND p_message_id = ANY (m.message_ids)
            )
    );
END;

COMMENT ON FUNCTION helpdesk.is_merge_move(bigint, bigint, bigint) IS 'Whether a message goes from one ticket to another because of a merge, or back.';

CREATE OR REPLACE FUNCTION helpdesk.surviving_ticket_id(p_ticket_id bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE merged AS (
        SELECT t.ticket_id, t.merged_into_id FROM helpdesk.ticket AS t WHERE t.ticket_id = p_ticket_id
        UNION ALL
        SELECT t.ticket_id, t.merged_into_id FROM merged AS m JOIN helpdesk.ticket AS t ON t.ticket_id = m.merged_into_id
    )
    SELECT m.ticket_id FROM merged AS m WHERE m.merged_into_id IS NULL;
END;

COMMENT ON FUNCTION helpdesk.surviving_ticket_id(bigint) IS 'The ticket in which a merged one lives on; an unmerged one itself.';
