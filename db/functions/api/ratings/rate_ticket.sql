CREATE FUNCTION api.rate_ticket(
    rating int,
    ticket_id bigint DEFAULT NULL,
    reference text DEFAULT NULL,
    comment text DEFAULT NULL
) RETURNS api.ratings
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
DECLARE
    v_named_id bigint := CASE
        WHEN rate_ticket.reference IS NOT NULL THEN helpdesk.see_reference(rate_ticket.reference)
    END;
    v_ticket helpdesk.ticket;
    v_result api.ratings;
BEGIN
    v_ticket := helpdesk.lock_ticket(
        CASE
            WHEN (rate_ticket.ticket_id <> v_named_id) IS NOT TRUE THEN coalesce(v_named_id, rate_ticket.ticket_id)
        END,
        'tickets.rate'
    );
    IF rate_ticket.rating IS NULL OR rate_ticket.rating NOT BETWEEN 1 AND 5 THEN
        PERFORM helpdesk.refuse('PD006', 'rating is not one of 1, 2, 3, 4, 5');
    END IF;
    UPDATE helpdesk.rating AS g
    SET rating = rate_ticket.rating, comment = rate_ticket.comment
    WHERE g.ticket_id = v_ticket.ticket_id AND g.resolved_at = v_ticket.resolved_at;
    IF NOT FOUND THEN
        INSERT INTO helpdesk.rating (ticket_id, rating, comment, rated_by)
        VALUES (v_ticket.ticket_id, rate_ticket.rating, rate_ticket.comment, helpdesk.acting_person_id());
    END IF;
    SELECT * INTO v_result
    FROM api.ratings AS g
    WHERE g.ticket_id = v_ticket.ticket_id
    ORDER BY g.resolved_at DESC
    LIMIT 1;
    RETURN v_result;
END
$$;

COMMENT ON FUNCTION api.rate_ticket IS
$$Rate a resolved ticket

By its requester, once for each time that it was resolved, from 1 (bad) to 5 (good), with a comment; the ticket by id
or by reference. The same call again changes it, for rating_change_hours. Returns the rating. Raises PD001, PD002,
PD006, PD015, PD508 (not resolved, or rated too long ago).$$;
GRANT EXECUTE ON FUNCTION api.rate_ticket TO customer;
