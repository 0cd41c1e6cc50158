CREATE OR REPLACE FUNCTION helpdesk.measure_ticket(p_ticket_id bigint, p_as_of timestamptz)
RETURNS TABLE (
    agent_work_minutes double precision,
    agent_work_business_minutes double precision,
    requester_wait_minutes double precision,
    requester_wait_business_minutes double precision,
    on_hold_minutes double precision,
    on_hold_business_minutes double precision
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN QUERY
    SELECT
        coalesce(sum(s.us) FILTER (WHERE s.category IN ('new', 'open')), 0) / 60000000.0::double precision,
        coalesce(sum(s.business_us) FILTER (WHERE s.category IN ('new', 'open')), 0) / 60000000.0::double precision,
        coalesce(sum(s.us) FILTER (WHERE s.category IN ('new', 'open', 'on_hold')), 0) / 60000000.0::double precision,
        coalesce(
            sum(s.business_us) FILTER (WHERE s.category IN ('new', 'open', 'on_hold')), 0
        ) / 60000000.0::double precision,
        coalesce(sum(s.us) FILTER (WHERE s.category = 'on_hold'), 0) / 60000000.0::double precision,
        coalesce(sum(s.business_us) FILTER (WHERE s.category = 'on_hold'), 0) / 60000000.0::double precision
    FROM (
        SELECT
            c.category,
            helpdesk.us_between(t.starts_at, t.ends_at) AS us,
            helpdesk.business_us(t.calendar_version_id, t.starts_at, t.ends_at) AS business_us
        FROM (
            SELECT
                m.at AS starts_at,
                lead(m.at, 1, greatest(p_as_of, m.at)) OVER (ORDER BY m.event_id) AS ends_at,
                max(m.status) OVER (PARTITION BY m.status_number) AS status,
                bool_or(m.is_deleted) OVER (PARTITION BY m.deletion_number) AS is_deleted,
                max(m.calendar_version_id) OVER (PARTITION BY m.fact_number) AS calendar_version_id
            FROM (
                SELECT
                    e.event_id,
                    e.at,
                    o.status,
                    o.is_deleted,
                    (e.sla ->> 'calendar')::bigint AS calendar_version_id,
                    count(o.status) OVER w AS status_number,
                    count(o.is_deleted) OVER w AS deletion_number,
                    count(e.sla) OVER w AS fact_number
                FROM helpdesk.event AS e
                CROSS JOIN LATERAL (
                    SELECT
                        CASE e.kind
                            WHEN 'ticket_created' THEN e.payload ->> 'status'
                            WHEN 'ticket_status_changed' THEN e.payload ->> 'to'
                        END AS status,
                        CASE e.kind WHEN 'ticket_deleted' THEN true WHEN 'ticket_restored' THEN false END AS is_deleted
                ) AS o
                WHERE e.ticket_id = p_ticket_id
                    AND e.at <= p_as_of
                    AND (
                        e.sla IS NOT NULL
                        OR e.kind IN ('ticket_created', 'ticket_status_changed', 'ticket_deleted', 'ticket_restored')
                    )
                WINDOW w AS (ORDER BY e.event_id)
            ) AS m
        ) AS t
        JOIN helpdesk.status AS c ON c.status = t.status
        WHERE t.is_deleted IS NOT TRUE
    ) AS s;
END
$$;

COMMENT ON FUNCTION helpdesk.measure_ticket IS
'How long a ticket was with agents (categories new, open), kept its requester waiting (new, open, on_hold) and was on '
'hold, up to an instant, from its events alone: by the clock on the wall, and in business time of the calendar that '
'applied when each stretch began (none: around the clock).';
GRANT EXECUTE ON FUNCTION helpdesk.measure_ticket TO reporter;
