-- By event_id, which a restored database keeps, unlike its transactions; and by what is written anyway: marking days
-- with each event would cost each reply.
CREATE OR REPLACE FUNCTION helpdesk.list_changed_days() RETURNS SETOF date
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = '' ROWS 10
AS $$
DECLARE
    v_event_id bigint := (SELECT u.event_id FROM helpdesk.counted_until AS u);
BEGIN
    IF NOT EXISTS (SELECT FROM helpdesk.counted_day) THEN
        RETURN;
    END IF;
    -- Literals, so that each plan knows how few these are.
    RETURN QUERY EXECUTE format(
        $query$
            SELECT (n.at AT TIME ZONE 'UTC')::date
            FROM helpdesk.event AS n
            WHERE n.event_id > %1$s
                AND n.kind IN (
                    'ticket_created', 'ticket_resolved', 'ticket_closed', 'ticket_reopened', 'ticket_status_changed',
                    'reply_created', 'internal_note_added', 'help_addressed', 'ticket_assigned'
                )
            UNION
            SELECT (e.at AT TIME ZONE 'UTC')::date
            FROM helpdesk.event AS n
            JOIN helpdesk.event AS e USING (ticket_id)
            WHERE n.event_id > %1$s
                AND n.kind IN (
                    'ticket_assigned', 'ticket_unassigned', 'ticket_priority_changed', 'department_changed',
                    'ticket_deleted', 'ticket_restored'
                )
                AND e.kind IN (
                    'ticket_created', 'ticket_resolved', 'ticket_closed', 'ticket_reopened', 'ticket_status_changed',
                    'reply_created', 'ticket_assigned'
                )
        $query$,
        v_event_id
    );
END
$$;

COMMENT ON FUNCTION helpdesk.list_changed_days IS
'Days in UTC of which what is counted is no longer right: something happened on them, or the tickets of what did are '
'now another department''s, assignee''s or priority''s, deleted or restored.';
