CREATE OR REPLACE FUNCTION helpdesk.read_presence(p_ticket_ids bigint[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
    RETURN (
        SELECT jsonb_agg(jsonb_build_object(
            'ticket_id', j.ticket_id,
            'people', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'person_id', p.person_id, 'name', a.name, 'is_replying', p.is_replying
                ) ORDER BY p.is_replying DESC, a.name, p.person_id), '[]')
                FROM helpdesk.ticket_presence AS p
                JOIN helpdesk.person AS a USING (person_id)
                WHERE p.ticket_id = j.ticket_id AND p.seen_at > helpdesk.presence_begins_at()
            )
        ))
        FROM unnest(p_ticket_ids) AS j (ticket_id)
    );
END
$$;

COMMENT ON FUNCTION helpdesk.read_presence IS
'Who looks at each of the tickets now, [{"ticket_id", "people": [{"person_id", "name", "is_replying"}]}].';
GRANT EXECUTE ON FUNCTION helpdesk.read_presence TO worker;
