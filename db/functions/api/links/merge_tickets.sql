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
    v_result api.tickets;
BEGIN
    IF v_answer IS NOT NULL THEN
        RETURN jsonb_populate_record(v_result, v_answer);
    END IF;
    PERFORM helpdesk.merge_tickets(merge_tickets.ticket_ids, merge_tickets.into_id);
    SELECT * INTO v_result FROM api.tickets AS t WHERE t.ticket_id = merge_tickets.into_id;
    PERFORM helpdesk.end_once(merge_tickets.idempotency_key, to_jsonb(v_result));
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.merge_tickets IS
$$Merge tickets into another one

Messages, files, tags, followers, participants, links, mentions and requests for help move to into_id; the merged
tickets are closed and name it in merged_into_id; their requesters are told and, where they are others, take part in it.
into_id must be open and not merged itself. A link that would tie into_id to itself, twice, in a circle or under a
second parent stays where it is. Returns the ticket merged into. Raises PD001, PD002, PD006, PD501, PD505.$$;
GRANT EXECUTE ON FUNCTION api.merge_tickets TO agent, admin;
