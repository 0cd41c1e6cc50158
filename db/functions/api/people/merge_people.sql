CREATE FUNCTION api.merge_people(source_id bigint, target_id bigint) RETURNS api.people
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    c_most CONSTANT int := 5000;
    v_source helpdesk.person;
    v_target helpdesk.person;
    v_merge_id bigint;
    v_custom jsonb;
    v_gone jsonb;
    v_result api.people;
BEGIN
    PERFORM helpdesk.require('people.merge');
    PERFORM FROM helpdesk.person AS p
    WHERE p.person_id IN (merge_people.source_id, merge_people.target_id)
    ORDER BY p.person_id
    FOR UPDATE;
    SELECT * INTO v_source FROM helpdesk.person AS p WHERE p.person_id = merge_people.source_id;
    SELECT * INTO v_target FROM helpdesk.person AS p WHERE p.person_id = merge_people.target_id;
    IF v_source.person_id IS NULL OR v_target.person_id IS NULL THEN
        PERFORM helpdesk.refuse('PD001', format(
            'person %s not found',
            coalesce(
                (CASE WHEN v_source IS NULL THEN merge_people.source_id ELSE merge_people.target_id END)::text, 'null'
            )
        ));
    END IF;
    PERFORM helpdesk.raise_refusal(r.refusal)
    FROM (SELECT helpdesk.person_merge_refusal(v_source, v_target) AS refusal) AS r
    WHERE r.refusal IS NOT NULL;
    IF (SELECT count(*) FROM (
        SELECT FROM helpdesk.ticket AS t WHERE t.requester_id = v_source.person_id LIMIT c_most + 1
    ) AS t) > c_most
        OR (SELECT count(*) FROM (
            SELECT FROM helpdesk.message AS m WHERE m.author_id = v_source.person_id LIMIT c_most + 1
        ) AS m) > c_most
    THEN
        PERFORM helpdesk.refuse('PD091', format('%s has more than %s tickets or messages', v_source.name, c_most));
    END IF;
    -- In id order, so that two callers never wait for each other.
    PERFORM FROM helpdesk.ticket AS t
    WHERE t.ticket_id IN (
        SELECT r.ticket_id FROM helpdesk.ticket AS r WHERE r.requester_id = v_source.person_id
        UNION ALL
        SELECT m.ticket_id FROM helpdesk.message AS m WHERE m.author_id = v_source.person_id
        UNION ALL
        SELECT c.ticket_id FROM helpdesk.ticket_participant AS c WHERE c.person_id = v_source.person_id
        UNION ALL
        SELECT f.ticket_id FROM helpdesk.ticket_follower AS f WHERE f.person_id = v_source.person_id
    )
    ORDER BY t.ticket_id
    FOR NO KEY UPDATE;

    v_custom := helpdesk.person_custom_values(v_source.person_id);
    v_custom := v_custom - ARRAY(SELECT jsonb_object_keys(helpdesk.person_custom_values(v_target.person_id)));
    INSERT INTO helpdesk.person_merge (source_id, target_id, merged_by, source_before, target_before)
    VALUES (
        v_source.person_id, v_target.person_id, helpdesk.me(),
        to_jsonb(v_source) || jsonb_build_object('ticket_organisations', (
            SELECT coalesce(jsonb_object_agg(t.ticket_id, t.organisation_id), '{}')
            FROM helpdesk.ticket AS t
            WHERE t.requester_id = v_source.person_id AND t.organisation_id IS DISTINCT FROM v_source.organisation_id
        )),
        to_jsonb(v_target) || jsonb_build_object('custom_fields', v_custom)
    )
    RETURNING person_merge_id INTO v_merge_id;

    -- Whose ticket it is does not take part in it besides.
    WITH gone AS (
        DELETE FROM helpdesk.ticket_participant AS c
        USING helpdesk.ticket AS t
        WHERE t.ticket_id = c.ticket_id AND (t.requester_id, c.person_id) IN (
            (v_source.person_id, v_target.person_id), (v_target.person_id, v_source.person_id)
        )
        RETURNING to_jsonb(c) AS r
    )
    SELECT jsonb_agg(g.r) INTO v_gone FROM gone AS g;
    UPDATE helpdesk.person_merge AS m
    SET moved = helpdesk.move_person_rows(v_source.person_id, v_target.person_id)
        || jsonb_build_object('table', 'ticket_participant', 'column', 'person_id', 'gone', v_gone)
    WHERE m.person_merge_id = v_merge_id;
    PERFORM helpdesk.write_custom_values('person', ARRAY[v_target.person_id], v_custom) WHERE v_custom <> '{}';
    UPDATE helpdesk.person AS p
    SET merged_into_id = v_target.person_id, is_active = false, email = NULL, claimed_email = NULL,
        external_id = CASE WHEN v_target.external_id IS NOT NULL THEN p.external_id END
    WHERE p.person_id = v_source.person_id;
    UPDATE helpdesk.person AS p
    SET email = coalesce(p.email, v_source.email),
        phone = coalesce(p.phone, v_source.phone),
        external_id = coalesce(p.external_id, v_source.external_id),
        organisation_id = CASE
            WHEN v_target.claimed_email IS NULL THEN coalesce(p.organisation_id, v_source.organisation_id)
        END
    WHERE p.person_id = v_target.person_id;
    SELECT * INTO v_result FROM api.people AS p WHERE p.person_id = v_target.person_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.merge_people IS
$$Merge two customers who are one

What is source_id's becomes target_id's: tickets, messages, addresses, ratings, notes, notifications, the tickets that
they follow and take part in, and, where target_id has none, phone, organisation, external_id and custom fields.
source_id is deactivated and names the other in merged_into_id; what they did stays in the history under their own name,
and they no longer sign in. Undo it with rpc/unmerge_person. Returns target_id's person. Raises PD001, PD002, PD090,
PD091.$$;
GRANT EXECUTE ON FUNCTION api.merge_people TO agent, admin;
