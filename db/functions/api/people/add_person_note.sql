CREATE FUNCTION api.add_person_note(person_id bigint, body text, idempotency_key text DEFAULT NULL)
RETURNS api.person_notes
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(
        add_person_note.idempotency_key, 'add_person_note',
        jsonb_build_array(add_person_note.person_id, add_person_note.body)
    );
    v_note_id bigint;
    v_result api.person_notes;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    PERFORM helpdesk.require('people.note');
    IF NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = add_person_note.person_id) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('person %s not found', coalesce(add_person_note.person_id::text, 'null'))
        );
    END IF;
    INSERT INTO helpdesk.person_note (person_id, author_id, body)
    VALUES (add_person_note.person_id, helpdesk.me(), add_person_note.body)
    RETURNING person_note_id INTO v_note_id;
    SELECT * INTO v_result FROM api.person_notes AS n WHERE n.person_note_id = v_note_id;
    IF add_person_note.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(add_person_note.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_person_note IS
$$Write a note about a person

For staff only; shown beside the person's tickets. Returns the note. Raises PD001, PD002, PD505.$$;
GRANT EXECUTE ON FUNCTION api.add_person_note TO agent, admin;
