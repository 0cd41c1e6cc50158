CREATE FUNCTION api.unmerge_person(person_id bigint) RETURNS api.people
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_merge helpdesk.person_merge;
    v_source helpdesk.person;
    v_target helpdesk.person;
    v_before helpdesk.person;
    v_custom jsonb;
    v_result api.people;
BEGIN
    PERFORM helpdesk.require('people.merge');
    PERFORM FROM helpdesk.person AS p
    WHERE p.person_id = unmerge_person.person_id
        OR p.person_id = (
            SELECT s.merged_into_id FROM helpdesk.person AS s WHERE s.person_id = unmerge_person.person_id
        )
    ORDER BY p.person_id
    FOR UPDATE;
    SELECT * INTO v_source FROM helpdesk.person AS p WHERE p.person_id = unmerge_person.person_id;
    SELECT * INTO v_target FROM helpdesk.person AS p WHERE p.person_id = v_source.merged_into_id;
    SELECT * INTO v_merge FROM helpdesk.person_merge AS m
    WHERE m.source_id = v_source.person_id AND m.target_id = v_target.person_id AND m.undone_at IS NULL;
    IF v_source.person_id IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD001', format('person %s not found', coalesce(unmerge_person.person_id::text, 'null'))
        );
    ELSIF v_merge.person_merge_id IS NULL THEN
        PERFORM helpdesk.refuse('PD092', format('%s is not merged', v_source.name));
    ELSIF v_merge.moved IS NULL
        OR v_merge.merged_at < helpdesk.clock() - make_interval(hours => helpdesk.setting_int('unmerge_within_hours'))
    THEN
        PERFORM helpdesk.refuse(
            'PD092', format('%s was merged too long ago', v_source.name),
            format('A merge can be undone for %s hours.', helpdesk.setting_int('unmerge_within_hours'))
        );
    ELSIF v_target.merged_into_id IS NOT NULL THEN
        PERFORM helpdesk.refuse(
            'PD092', format('%s has been merged on', v_target.name), NULL, 'Undo the later merge first.'
        );
    END IF;
    PERFORM FROM helpdesk.ticket AS t
    WHERE t.ticket_id IN (
        SELECT (k.key ->> 'ticket_id')::bigint
        FROM jsonb_array_elements(v_merge.moved) AS m(part), jsonb_array_elements(m.part -> 'keys') AS k(key)
        WHERE jsonb_typeof(m.part -> 'keys') = 'array'
        UNION ALL
        SELECT g.ticket_id
        FROM jsonb_array_elements(v_merge.moved) AS m(part), jsonb_array_elements(m.part -> 'keys') AS k(key)
        JOIN helpdesk.message AS g ON g.message_id = (k.key ->> 'message_id')::bigint
        WHERE jsonb_typeof(m.part -> 'keys') = 'array'
    )
    ORDER BY t.ticket_id
    FOR NO KEY UPDATE;

    UPDATE helpdesk.person_merge AS m
    SET undone_at = helpdesk.clock(), undone_by = helpdesk.me()
    WHERE m.person_merge_id = v_merge.person_merge_id;
    PERFORM helpdesk.return_person_rows(v_target.person_id, v_source.person_id, v_merge.moved);
    UPDATE helpdesk.ticket AS t
    SET organisation_id = o.value::bigint
    FROM jsonb_each_text(v_merge.source_before -> 'ticket_organisations') AS o
    WHERE t.ticket_id = o.key::bigint AND t.requester_id = v_source.person_id
        AND t.organisation_id IS DISTINCT FROM o.value::bigint;

    -- What came by the merge goes, unless it was changed since; an address that went back is nobody else's.
    v_before := jsonb_populate_record(NULL::helpdesk.person, v_merge.source_before);
    UPDATE helpdesk.person AS p
    SET email = (
            SELECT a.email
            FROM helpdesk.person_address AS a
            WHERE a.person_id = p.person_id
            ORDER BY a.email = p.email DESC, a.email = v_merge.target_before ->> 'email' DESC, a.email
            LIMIT 1
        ),
        phone = CASE WHEN p.phone = v_before.phone THEN v_merge.target_before ->> 'phone' ELSE p.phone END,
        external_id = CASE
            WHEN p.external_id = v_before.external_id THEN v_merge.target_before ->> 'external_id' ELSE p.external_id
        END,
        organisation_id = CASE
            WHEN p.organisation_id = v_before.organisation_id
                THEN (v_merge.target_before ->> 'organisation_id')::bigint
            ELSE p.organisation_id
        END
    WHERE p.person_id = v_target.person_id;
    UPDATE helpdesk.person AS p
    SET merged_into_id = NULL,
        is_active = v_before.is_active,
        email = (
            SELECT a.email FROM helpdesk.person_address AS a
            WHERE a.email = v_before.email AND a.person_id = p.person_id
        ),
        claimed_email = CASE
            WHEN NOT EXISTS (SELECT FROM helpdesk.person AS o WHERE o.claimed_email = v_before.claimed_email)
                THEN v_before.claimed_email
        END,
        external_id = coalesce(p.external_id, v_before.external_id)
    WHERE p.person_id = v_source.person_id;
    SELECT jsonb_object_agg(c.key, NULL) INTO v_custom
    FROM jsonb_each(v_merge.target_before -> 'custom_fields') AS c
    WHERE helpdesk.person_custom_values(v_target.person_id) -> c.key = c.value;
    PERFORM helpdesk.write_custom_values('person', ARRAY[v_target.person_id], v_custom) WHERE v_custom IS NOT NULL;
    SELECT * INTO v_result FROM api.people AS p WHERE p.person_id = v_source.person_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.unmerge_person IS
$$Undo a merge of two customers

person_id, who was merged, gets back what was theirs; what came since stays with the other. Possible for the hours of
setting unmerge_within_hours (24). Their sessions have ended. Returns person_id's person. Raises PD001, PD002, PD092.$$;
GRANT EXECUTE ON FUNCTION api.unmerge_person TO agent, admin;
