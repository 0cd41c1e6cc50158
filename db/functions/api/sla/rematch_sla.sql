CREATE FUNCTION api.rematch_sla(
    ticket_ids bigint[] DEFAULT NULL,
    view_id bigint DEFAULT NULL,
    slug text DEFAULT NULL,
    after_ticket_id bigint DEFAULT 0
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN helpdesk.rematch_sla(
        helpdesk.choose_sla_tickets(rematch_sla.ticket_ids, rematch_sla.view_id, rematch_sla.slug),
        coalesce(rematch_sla.after_ticket_id, 0)
    );
END
$$;

COMMENT ON FUNCTION api.rematch_sla IS
$$Match open tickets to the SLA policies as they are now

A list of ids, or a saved view by view_id or slug, at most 10,000; without either all open tickets. Edited conditions,
and what has no event of its own (names, calendars of departments, fields of the requester), otherwise wait for a
ticket's next change. Used time is kept; also where setting sla.on_change says keep. Each ticket whose policy or
calendar changes gets an event sla_rematched, 10,000 a call: {"changed", "last_ticket_id"}; where that is not null, call
again with it as after_ticket_id. Raises PD001 (view), PD002 (permission), PD006.$$;
GRANT EXECUTE ON FUNCTION api.rematch_sla TO admin;
