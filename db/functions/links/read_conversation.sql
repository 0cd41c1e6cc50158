CREATE OR REPLACE FUNCTION helpdesk.read_conversation(p_ticket_id bigint, p_before jsonb DEFAULT NULL) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH RECURSIVE part AS (
        SELECT p_ticket_id AS ticket_id
        UNION
        SELECT t.ticket_id FROM part AS p JOIN helpdesk.ticket AS t ON t.merged_into_id = p.ticket_id
    ),
    said AS (
        SELECT
            ROW(coalesce((e.payload ->> 'asked_at')::timestamptz, e.at), e.event_id) AS place,
            coalesce((e.payload ->> 'asked_at')::timestamptz, e.at) AS at,
            e.kind = 'ticket_created' AND e.ticket_id = p_ticket_id AS is_beginning,
            e.kind = 'reply_created' AND (e.payload -> 'author_is_staff')::boolean AS is_answer
        FROM part AS p
        JOIN helpdesk.event AS e USING (ticket_id)
        WHERE e.kind IN ('ticket_created', 'reply_created')
    )
    SELECT jsonb_build_object(
        'first_answered_at', min(s.at) FILTER (WHERE s.is_answer AND s.place > b.place),
        'asked_at', min(s.at) FILTER (WHERE NOT s.is_answer AND (l.place IS NULL OR s.place > l.place)),
        'asked_before', p_before -> 'asked_at',
        'answered_before', p_before -> 'last_answered_at',
        'last_answered_at', max(s.at) FILTER (WHERE s.is_answer),
        'answered_at', min(s.at) FILTER (WHERE s.is_answer AND s.at >= (p_before ->> 'asked_at')::timestamptz)
    )
    FROM said AS s
    LEFT JOIN said AS b ON b.is_beginning
    LEFT JOIN (SELECT a.place FROM said AS a WHERE a.is_answer ORDER BY a.place DESC LIMIT 1) AS l ON true;
END;

COMMENT ON FUNCTION helpdesk.read_conversation IS
'Who waits since when in a ticket and those merged into it, from their events: the first answer since it was opened, '
'the oldest question since the last answer; and, where p_before says what this said before a merge or its undoing, the '
'oldest question then and the first answer to it.';
