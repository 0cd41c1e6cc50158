CREATE FUNCTION api.link_tickets(
    from_id bigint,
    to_id bigint,
    kind text DEFAULT 'related',
    idempotency_key text DEFAULT NULL
) RETURNS api.ticket_links
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_answer jsonb := helpdesk.begin_once(
        link_tickets.idempotency_key, 'link_tickets',
        jsonb_build_array(link_tickets.from_id, link_tickets.to_id, link_tickets.kind)
    );
    v_link_id bigint;
    v_result api.ticket_links;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    v_link_id := helpdesk.link_tickets(link_tickets.kind, link_tickets.from_id, link_tickets.to_id);
    SELECT * INTO v_result FROM api.ticket_links AS l WHERE l.link_id = v_link_id;
    PERFORM helpdesk.end_once(link_tickets.idempotency_key, to_jsonb(v_result));
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.link_tickets IS
$$Link two tickets

kind: problem_incident (from_id is the problem), parent_child (from_id is the parent), duplicate (from_id is the
duplicate), related. Two tickets are linked once by a kind; an incident has one problem, a child one parent; nothing is
its own ancestor. Returns the link. Raises PD001, PD002, PD006, PD502, PD505.$$;
GRANT EXECUTE ON FUNCTION api.link_tickets TO agent, admin;
