CREATE OR REPLACE FUNCTION helpdesk.list_exported_events(p_after bigint, p_limit int, p_source text)
RETURNS TABLE (row_id bigint, line jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT e.ticket_id, jsonb_strip_nulls(jsonb_build_object(
        'record', 'event',
        'id', helpdesk.exported_id('ticket', e.ticket_id, p_source) || '-' || e.place,
        'ticket', helpdesk.exported_id('ticket', e.ticket_id, p_source),
        'kind', e.kind,
        'at', e.at,
        'actor', helpdesk.exported_id('person', e.actor_id, p_source),
        'actor_role', e.actor_role,
        'message', helpdesk.exported_id('message', e.message_id, p_source)
    )) || jsonb_build_object('payload', helpdesk.exported_payload(e.kind, e.payload, p_source))
    FROM (
        SELECT n.*, row_number() OVER (PARTITION BY n.ticket_id ORDER BY n.event_id) AS place
        FROM helpdesk.event AS n
        WHERE n.ticket_id > p_after
            AND n.ticket_id <= helpdesk.last_exported_ticket(p_after, p_limit)
            AND n.kind NOT LIKE 'sla%'
    ) AS e
    ORDER BY e.ticket_id, e.place;
END
$$;

COMMENT ON FUNCTION helpdesk.list_exported_events IS
'Histories, but for what clocks did, of so many tickets behind p_after, as records of import_field; p_source: see '
'exported_id.';
GRANT EXECUTE ON FUNCTION helpdesk.list_exported_events TO worker;
