CREATE OR REPLACE FUNCTION helpdesk.gather_digests(p_as_of timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH due AS (
        SELECT d.person_id, l.local_time
        FROM helpdesk.digest_preference AS d
        JOIN helpdesk.person AS p USING (person_id)
        CROSS JOIN LATERAL (
            SELECT coalesce(p_as_of, helpdesk.clock()) AT TIME ZONE p.time_zone AS local_time
        ) AS l
        WHERE p.is_active
            AND (d.period = 'hourly' OR extract(hour FROM l.local_time) = d.hour)
            AND (d.period <> 'weekly' OR extract(isodow FROM l.local_time) = 1)
    ),
    gathered AS (
        SELECT
            n.person_id, d.local_time::date AS day, extract(hour FROM d.local_time)::int AS hour, count(*) AS notices,
            string_agg(n.title, E'\n' ORDER BY n.notification_id) AS body,
            array_agg(n.notification_id) AS notification_ids,
            jsonb_agg(
                jsonb_build_object('title', n.title, 'ticket_id', n.ticket_id) ORDER BY n.notification_id
            ) FILTER (WHERE n.number <= 100) AS listed
        FROM due AS d
        CROSS JOIN LATERAL (
            SELECT o.*, row_number() OVER (ORDER BY o.notification_id) AS number
            FROM helpdesk.notification AS o
            WHERE o.person_id = d.person_id AND o.mail_state = 'gathered'
        ) AS n
        GROUP BY n.person_id, d.local_time
    ),
    made AS (
        INSERT INTO helpdesk.digest (person_id, day, hour, notices, body)
        SELECT g.person_id, g.day, g.hour, g.notices, g.body FROM gathered AS g
        ON CONFLICT (person_id, day, hour) DO NOTHING
        RETURNING person_id
    ),
    marked AS (
        UPDATE helpdesk.notification AS n
        SET mail_state = 'digested'
        FROM gathered AS g
        JOIN made AS m USING (person_id)
        WHERE n.notification_id = ANY (g.notification_ids)
    ),
    mailed AS (
        SELECT helpdesk.queue_mail(
            'digest', g.person_id,
            p_data => jsonb_build_object(
                'digest', jsonb_build_object('notices', g.notices), 'notices', g.listed
            )
        ) AS outgoing_mail_id
        FROM gathered AS g
        JOIN made AS m USING (person_id)
    )
    SELECT count(*) FROM mailed;
END;

COMMENT ON FUNCTION helpdesk.gather_digests IS
'Makes the digests of the people whose local hour it is, one a person and hour (unique), of what was gathered, and '
'mails them; returns how many.';
GRANT EXECUTE ON FUNCTION helpdesk.gather_digests TO worker;
