CREATE FUNCTION api.add_person(
    name text,
    email text DEFAULT NULL,
    role text DEFAULT 'customer',
    organisation_id bigint DEFAULT NULL,
    language text DEFAULT NULL,
    time_zone text DEFAULT NULL,
    phone text DEFAULT NULL,
    idempotency_key text DEFAULT NULL
)
RETURNS api.people
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(
        add_person.idempotency_key, 'add_person',
        jsonb_build_array(
            add_person.name, add_person.email, add_person.role, add_person.organisation_id, add_person.language,
            add_person.time_zone, add_person.phone
        )
    );
    v_person_id bigint;
    v_result api.people;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    PERFORM helpdesk.require(CASE add_person.role WHEN 'customer' THEN 'people.customers' ELSE 'people.edit' END);
    -- A guest who wrote with this address is the person from now on; who has an account already stays as they are.
    INSERT INTO helpdesk.person AS p (name, email, phone, role, organisation_id, language, time_zone)
    VALUES (
        add_person.name, add_person.email, add_person.phone, add_person.role, add_person.organisation_id,
        coalesce(add_person.language, helpdesk.default_language()), coalesce(add_person.time_zone, 'UTC')
    )
    ON CONFLICT (email) DO UPDATE SET
        name = excluded.name,
        phone = coalesce(excluded.phone, p.phone),
        role = excluded.role,
        is_guest = false,
        organisation_id = coalesce(excluded.organisation_id, p.organisation_id),
        language = coalesce(add_person.language, p.language),
        time_zone = coalesce(add_person.time_zone, p.time_zone)
    WHERE p.is_guest
    RETURNING p.person_id INTO v_person_id;
    IF v_person_id IS NULL THEN
        PERFORM helpdesk.refuse('PD019', format('there is a person with the address %s', lower(add_person.email)));
    END IF;
    SELECT * INTO v_result FROM api.people AS p WHERE p.person_id = v_person_id;
    IF add_person.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(add_person.idempotency_key, to_jsonb(v_result));
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.add_person IS
$$Add a customer or a member of staff

A guest with the address becomes the person and keeps the tickets. Agents add customers, admins everybody. Returns the
person. Raises PD002, PD006, PD019, PD505.$$;
GRANT EXECUTE ON FUNCTION api.add_person TO agent, admin;
