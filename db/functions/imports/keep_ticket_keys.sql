CREATE OR REPLACE FUNCTION helpdesk.keep_ticket_keys(p_import helpdesk.import) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    INSERT INTO helpdesk.import_key AS k (
        source, record, external_id, import_id, row_id, is_made, hash, last_event_id
    )
    SELECT
        p_import.source, 'ticket', t.external_id, p_import.import_id, t.ticket_id, true, '',
        (SELECT max(e.event_id) FROM helpdesk.event AS e WHERE e.ticket_id = t.ticket_id)
    FROM pg_temp.import_ticket AS t
    ON CONFLICT (source, record, external_id) DO UPDATE SET last_event_id = excluded.last_event_id;
END
$$;

COMMENT ON FUNCTION helpdesk.keep_ticket_keys IS
'Keeps up to which event the tickets of a batch were taken over; what comes later happened here.';
