CREATE OR REPLACE FUNCTION helpdesk.gather_digests(p_as_of timestamptz DEFAULT NULL) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = ''
BEGIN ATOMIC
    WITH due AS (
        SELECT d.person_id, (coalesce(p_as_of, helpdesk.clock()) AT TIME ZONE p.time_zone) AS local_time
        FROM helpdesk.digest_preference AS d
        JOIN helpdesk.person AS p USING (person_id)
        WHERE p.is_active
            AND extract(hour FROM coalesce(p_as_of, helpdesk.clock()) AT TIME ZONE p.time_zone) = d.hour
            AND (
                d.period = 'daily'
                OR extract(isodow FROM coalesce(p_as_of, helpdesk.clock()) AT TIME ZONE p.time_zone) = 1
            )
    ),
    gathered AS (
        SELECT
            n.person_id, d.local_time::date AS day, count(*) AS notices,
            string_agg(n.title, E'\n' ORDER BY n.notification_id) AS body,
            array_agg(n.notification_id) AS notification_ids
        FROM due AS d
        JOIN helpdesk.notification AS n ON n.person_id = d.person_id AND n.mail_state = 'gathered'
        GROUP BY n.person_id, d.local_time::date
    ),
    made AS (
        INSERT INTO helpdesk.digest (person_id, day, notices, body)
        SELECT g.person_id, g.day, g.notices, g.body FROM gathered AS g
        ON CONFLICT (person_id, day) DO NOTHING
        RETURNING person_id
    ),
    marked AS (
        UPDATE helpdesk.notification AS n
        SET mail_state = 'digested'
        FROM gathered AS g
        JOIN made AS m USING (person_id)
        WHERE n.notification_id = ANY (g.notification_ids)
    )
    SELECT count(*) FROM made;
END;

COMMENT ON FUNCTION helpdesk.gather_digests IS
'Makes the digests of the people whose local hour it is, one a person and day (unique), of what was gathered; returns '
'how many.';
GRANT EXECUTE ON FUNCTION helpdesk.gather_digests TO worker;
