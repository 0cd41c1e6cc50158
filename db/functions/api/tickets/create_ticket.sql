CREATE FUNCTION api.create_ticket(
    subject text DEFAULT NULL,
    description text DEFAULT '',
    priority text DEFAULT NULL,
    ticket_type text DEFAULT NULL,
    department_id bigint DEFAULT NULL,
    requester_id bigint DEFAULT NULL,
    requester_email text DEFAULT NULL,
    requester_name text DEFAULT NULL,
    assignee_id bigint DEFAULT NULL,
    tags text[] DEFAULT '{}',
    channel text DEFAULT NULL,
    language text DEFAULT NULL,
    due_at timestamptz DEFAULT NULL,
    idempotency_key text DEFAULT NULL,
    custom_fields jsonb DEFAULT '{}',
    status text DEFAULT NULL,
    website text DEFAULT NULL,
    challenge text DEFAULT NULL,
    form text DEFAULT NULL,
    uploads uuid[] DEFAULT '{}'
) RETURNS api.tickets
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(create_ticket.idempotency_key, 'create_ticket', jsonb_build_array(
        create_ticket.subject, create_ticket.description, create_ticket.priority, create_ticket.ticket_type,
        create_ticket.department_id, create_ticket.requester_id, create_ticket.requester_email,
        create_ticket.requester_name, create_ticket.assignee_id, create_ticket.tags, create_ticket.channel,
        create_ticket.language, create_ticket.due_at, create_ticket.custom_fields,
        create_ticket.status, create_ticket.website, create_ticket.form, create_ticket.uploads
    ), create_ticket.requester_email);
    v_result api.tickets;
    v_form helpdesk.request_form;
    v_requester_id bigint := create_ticket.requester_id;
    v_ticket_id bigint;
    v_has_more boolean := create_ticket.tags <> '{}' OR create_ticket.custom_fields <> '{}';
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    IF helpdesk.actor_role() = 'anon' THEN
        PERFORM helpdesk.spend_challenge(create_ticket.challenge);
    ELSIF create_ticket.channel IS NOT NULL THEN
        PERFORM helpdesk.check_channel(create_ticket.channel);
    END IF;
    IF helpdesk.actor_role() = 'anon' AND create_ticket.requester_email IS NULL THEN
        PERFORM helpdesk.refuse(
            'PD006', 'requester_email is missing', NULL, 'Guests give the address that answers go to.'
        );
    ELSIF create_ticket.requester_email IS NOT NULL AND helpdesk.actor_role() <> 'customer' THEN
        PERFORM helpdesk.require('tickets.create');
        v_requester_id := coalesce(v_requester_id, CASE helpdesk.actor_role()
            WHEN 'anon' THEN helpdesk.claim_guest(create_ticket.requester_email, create_ticket.requester_name)
            ELSE helpdesk.find_or_create_guest(create_ticket.requester_email, create_ticket.requester_name)
        END);
    END IF;
    IF helpdesk.actor_role() = 'anon' AND create_ticket.requester_id IS NOT NULL
        OR helpdesk.actor_role() = 'customer' AND lower(btrim(create_ticket.requester_email)) <> coalesce((
            SELECT p.email FROM helpdesk.person AS p WHERE p.person_id = helpdesk.me()
        ), '') THEN
        PERFORM helpdesk.refuse('PD002', 'permission tickets.create_for_others is missing');
    END IF;
    IF create_ticket.tags <> '{}' THEN
        PERFORM helpdesk.require('tickets.tag');
    END IF;
    IF create_ticket.form IS NOT NULL THEN
        v_form := helpdesk.find_request_form(create_ticket.form);
        PERFORM helpdesk.check_answers(v_form.form, create_ticket.custom_fields || jsonb_build_object(
            'subject', create_ticket.subject, 'description', create_ticket.description
        ));
    ELSIF create_ticket.subject IS NULL THEN
        PERFORM helpdesk.refuse('PD006', 'subject is missing', NULL, 'Say in a few words what it is about.');
    END IF;
    -- Whether a field is required may depend on the tags, too.
    IF v_has_more THEN
        SET CONSTRAINTS helpdesk.ticket_70_check_required DEFERRED;
    END IF;
    INSERT INTO helpdesk.ticket (
        subject, description, priority, ticket_type, department_id, requester_id, assignee_id, channel, language,
        due_at, status
    )
    VALUES (
        coalesce(create_ticket.subject, v_form.title), create_ticket.description, create_ticket.priority,
        coalesce(v_form.ticket_type, create_ticket.ticket_type),
        coalesce(v_form.department_id, create_ticket.department_id), v_requester_id, create_ticket.assignee_id,
        create_ticket.channel, create_ticket.language, create_ticket.due_at, create_ticket.status
    )
    RETURNING ticket_id INTO v_ticket_id;
    IF create_ticket.uploads <> '{}' THEN
        PERFORM helpdesk.place_uploads(create_ticket.uploads, v_ticket_id);
    END IF;
    IF create_ticket.tags <> '{}' THEN
        PERFORM helpdesk.add_tags(v_ticket_id, create_ticket.tags);
    END IF;
    IF create_ticket.custom_fields <> '{}' THEN
        PERFORM helpdesk.require('tickets.custom_fields');
        PERFORM helpdesk.write_custom_values('ticket', ARRAY[v_ticket_id], create_ticket.custom_fields);
        PERFORM helpdesk.refuse_hidden_fields(v_ticket_id, create_ticket.custom_fields);
    END IF;
    IF v_has_more THEN
        SET CONSTRAINTS helpdesk.ticket_70_check_required IMMEDIATE;
    END IF;
    IF helpdesk.actor_role() = 'anon' THEN
        PERFORM helpdesk.end_guest_ticket(v_ticket_id, coalesce(create_ticket.website, '') <> '');
        SELECT t.reference INTO v_result.reference FROM helpdesk.ticket AS t WHERE t.ticket_id = v_ticket_id;
    ELSE
        SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = v_ticket_id;
    END IF;
    IF create_ticket.idempotency_key IS NOT NULL THEN
        PERFORM helpdesk.end_once(create_ticket.idempotency_key, to_jsonb(v_result), create_ticket.requester_email);
    END IF;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.create_ticket IS
$$Open a ticket

Customers for themselves, staff for anybody (requester_id, or requester_email and requester_name of a guest), guests
with requester_email: whoever has that address, the ticket is an unconfirmed guest's, only its reference is returned,
and its link is mailed. Priority, type, status, language and channel have defaults; guests choose no priority, no
channel but widget, and a department that is public; status, assignee, due date and tags (by name) for staff. Returns
the ticket. custom_fields: {"key": value}, see /rest/custom_fields; customers and guests give those that they may edit.
form: of /rest/request_forms, which says what must and may be answered, the type and the department. website: a field
that people do not see; what a guest fills it in with makes spam, which is not told. uploads: the upload_key
of files of POST /files. challenge: of guests, see rpc/new_challenge. idempotency_key: the same call again within
24 hours gives the first answer. Raises PD001 (form),
PD002, PD003 (status), PD006 (address, inactive requester, department, channel), PD007 (assignee), PD012 (guests not
allowed), PD023 (too many of them), PD101 (challenge), PD102 (answers), PD156, PD157 and PD158
(uploads), PD504 (blocked sender), PD505, PD801 (wrong
custom field), PD802 (required custom field).$$;
GRANT EXECUTE ON FUNCTION api.create_ticket TO anon, customer, agent, admin;
