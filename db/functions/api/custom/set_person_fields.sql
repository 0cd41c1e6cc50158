CREATE FUNCTION api.set_person_fields(person_id bigint, custom_fields jsonb) RETURNS api.people
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_result api.people;
BEGIN
    PERFORM helpdesk.require('people.custom_fields');
    IF helpdesk.actor_role() = 'customer' AND set_person_fields.person_id IS DISTINCT FROM helpdesk.me()
        OR NOT EXISTS (SELECT 1 FROM helpdesk.person AS p WHERE p.person_id = set_person_fields.person_id) THEN
        PERFORM helpdesk.refuse(
            'PD001', format('person %s not found', coalesce(set_person_fields.person_id::text, 'null'))
        );
    END IF;
    PERFORM helpdesk.write_custom_values('person', ARRAY[set_person_fields.person_id], set_person_fields.custom_fields);
    SELECT * INTO v_result FROM api.people AS p WHERE p.person_id = set_person_fields.person_id;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.set_person_fields IS
$$Fill in custom fields of a person

As rpc/set_custom_fields; customers of themselves. Raises PD001, PD002, PD801.$$;
GRANT EXECUTE ON FUNCTION api.set_person_fields TO customer, agent, admin;
